"""Words that made-up names, sentences and Chinese notes are put together from."""

from __future__ import annotations


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


SURNAMES = _words(
    "Bai Cai Cao Chen Cheng Cui Dai Deng Ding Dong Du Fan Fang Feng Fu Gao Gong Gu Guo Han Hao He Hong Hou Hu Huang Jia Jiang Jin Kong Lei Li Liang "
    "Liao Lin Liu Long Lu Luo Ma Mao Meng Mo Pan Peng Qian Qin Qiu Ren Shao Shen Shi Song Su Sun Tan Tang Tao Tian Wan Wang Wei Wen Wu Xia Xiang "
    "Xiao Xie Xiong Xu Xue Yan Yang Yao Ye Yin Yu Yuan Zeng Zhai Zhang Zhao Zheng Zhong Zhou Zhu Zou"
)
SYLLABLES = _words(
    "ai bang bo chang chao cheng chun da dong fang fei feng gang guang guo hai hao heng hong hua hui jia jian jie jing jun kai kang ke lan lei li liang "
    "lin ling long mei min ming nan ning peng ping qi qiang qing rong rui shan sheng shu song tao tian ting wei wen xia xin xiu xue yan yi yong yu yuan "
    "yun ze zhen zheng zhi zhong"
)
PLACES = _words(
    "Anhui Beijing Chongqing Dalian Eastern Fujian Gansu Guangdong Guizhou Hainan Harbin Hebei Henan Hubei Hunan Jiangsu Jiangxi Jilin Kunming Lanzhou "
    "Liaoning Nanjing Ningxia Northern Pacific Qinghai Shaanxi Shandong Shanghai Shanxi Shenyang Sichuan Southern Suzhou Taiyuan Tianjin Western Wuhan "
    "Xiamen Yangtze Yunnan Zhejiang Zhengzhou"
)
TRADES = _words(
    "Aluminium Automobile Aviation Bearing Biotechnology Cable Cement Ceramics Chemical Coal Communications Construction Copper Electronics Energy "
    "Engineering Fertilizer Film Fisheries Forestry Gas Geology Glass Gold Grain Hydropower Instruments Insurance Iron Lighting Logistics Machinery "
    "Medicine Metallurgy Minerals Nuclear Oil Optics Packaging Paper Petroleum Pharmaceutical Port Power Printing Railway Salt Satellite Semiconductor "
    "Shipbuilding Silk Software Steel Telecom Textile Timber Tourism Tungsten Water Wind"
)
FIRMS = ("Group", "Corporation", "Company", "Holdings", "Institute")
QUALITIES = _words(
    "ambitious balanced basic broad central clear coherent competitive complete constant controlled coordinated core critical decisive deep digital "
    "direct disciplined domestic efficient endogenous essential exemplary fair firm first forward foundational functional green high independent "
    "industrial innovative integrated intelligent joint key leading lean local long major market modern national new open orderly original precise "
    "professional prudent quality reliable resilient safe scientific secure shared smart social solid special stable steady strategic strict strong "
    "structural substantive sustained systematic technological thorough unified urgent vital"
)
MATTERS = _words(
    "accounting action allocation appraisal assessment auditing breakthroughs budgeting campaign capability chains clusters competition compliance "
    "consolidation conversion cooperation culture data debt deployment design development dividends ecosystem education employment equipment exchange "
    "expansion exports finance foundations governance growth guidance incentives industry infrastructure innovation inspection integration investment "
    "layout leadership learning liabilities logistics management manufacturing markets materials mechanisms merger momentum operation optimization "
    "ownership partnership performance pilots planning platforms policy procurement production productivity profits projects promotion property "
    "rectification reform regulation renewal research reserves resilience restructuring results returns reviews rewards risk safety savings services "
    "standards stewardship supervision supply support talent targets technology testing trade training transformation upgrading value verification work"
)
VERBS = _words(
    "accelerate advance arrange assess audit build carry-out check clarify complete consolidate coordinate deepen define deploy develop encourage expand "
    "explore finish focus-on guide improve increase inspect integrate invest-in launch maintain monitor optimize organize oversee plan prepare promote "
    "protect raise reduce refine reform renew review safeguard secure standardize strengthen supervise support test train transform upgrade"
)
UNITS = ("billion yuan", "percent", "projects", "enterprises", "patents", "million tonnes")
# Ten terms whose every place is known, and the pieces and neighbours of them that a search may take for the whole.
TERMS = _words(
    "新质生产力 专精特新 一利五率 国内大循环 三个集中 战略性新兴产业 深化提升行动 国有资本布局 科技自立自强 产业焕新行动"
)
PIECES = _words(
    "生产力 新质 新产品 生产能力 质量 专业 精细 特色 新兴 利润 五年 比率 国内市场 循环经济 大局 集中力量 "
    "三年 战略 产业链 性能 深化改革 提升效率 行动方案 国有企业 资本运营 布局优化 科技创新 自立 自强不息 焕发活力 新能源 安全生产 "
    "力量 内生动力 产业 行动 国有 资本 科技"
)
FILLERS = _words(
    "有关部门 进一步 加强 推动 实现 落实 完善 中央企业 工作 会议 要求 全面 重点 任务 建设 发展 "
    "管理 水平 目标 责任"
)
HANZI = (
    "安白邦宝昌长诚川达德东方丰福光广国海汉和恒宏华辉吉嘉建金京江凯康兰利联林龙隆梅民明南宁平启"
    "青荣瑞山盛石顺泰天通同万旺伟文西祥新信兴雅扬永裕元远云泽振正中"
)
