"""Views of the SQLite file that answer what a reader asks first; each is a name, what it shows, and its SELECT."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class View:
    """A view of the SQLite file."""

    name: str
    about: str
    select: str


VIEWS = (
    View("view_participants", "Who was at which meeting, in what role, and what they did", """
SELECT m.date_first AS day, p.position, p.meeting, r.name, p.name_as_printed, p.role_as_printed,
  (SELECT group_concat(deed, ', ') FROM (SELECT deed FROM participant_deeds WHERE participant = p.key ORDER BY position)) AS did,
  p.kind, p.key
FROM participants p JOIN records r ON r.id = p.who JOIN meetings m ON m.id = p.meeting
ORDER BY day, p.position"""),
    View("view_tasks", "Every task with its day, who set it and to whom, in date order", """
SELECT m.date_first AS day, t.position, t.meeting, t.modality, setter.name AS set_by, coalesce(addressee.name, t.addressee) AS addressee, t.text,
  t.period, t.kind, t.key
FROM tasks t JOIN meetings m ON m.id = t.meeting JOIN records setter ON setter.id = t.set_by LEFT JOIN records addressee ON addressee.id = t.addressee_id
ORDER BY day, t.position"""),
    View("view_theme_claims", "Every claim under each of its themes, in date order", """
SELECT ct.theme, m.date_first AS day, c.position, c.meeting, c.type, t.modality, c.text, c.kind, c.key
FROM claim_themes ct JOIN claims c ON c.key = ct.claim JOIN meetings m ON m.id = c.meeting LEFT JOIN tasks t ON t.key = c.key
ORDER BY ct.theme, day, c.type, c.position"""),
    View("view_figures", "Every figure as one reads it, with scope, period and status", """
SELECT m.date_first AS day, f.position, f.meeting, f.measure,
  CASE f.value WHEN 'not stated' THEN 'no number stated'
  ELSE trim(coalesce(f.qualifier, '') || ' ' || f.value || ' ' || CASE f.unit WHEN 'not stated' THEN '' ELSE f.unit END) END AS reading,
  f.qualifier, f.value, f.value_number, f.unit, f.change, f.status, f.scope, f.period, f.period_edtf, f.text, f.kind, f.key
FROM figures f JOIN meetings m ON m.id = f.meeting
ORDER BY day, f.position"""),
    View("view_statements", "Who said what, in what capacity", """
SELECT m.date_first AS day, s.position, s.meeting, speaker.name AS speaker, s.capacity, s.modality, about.name AS about, s.text, s.kind, s.key
FROM statements s JOIN meetings m ON m.id = s.meeting JOIN records speaker ON speaker.id = s.speaker LEFT JOIN records about ON about.id = s.about
ORDER BY day, s.position"""),
    View("view_restructurings", "What went from whom to whom, and how far it is", """
SELECT m.date_first AS day, r.position, r.meeting, r.asset_text AS asset, coalesce(giver.name, r.giver) AS giver,
  coalesce(receiver.name, r.receiver) AS receiver, r.transfer, r.status, r.period, r.text, r.key
FROM restructurings r JOIN meetings m ON m.id = r.meeting LEFT JOIN records giver ON giver.id = r.giver_id
  LEFT JOIN records receiver ON receiver.id = r.receiver_id
ORDER BY day, r.position"""),
    View("view_named", "Which claim names which person, enterprise, body, theme or term, and as what", """
SELECT DISTINCT l.to_record AS record, r.type, r.name, c.meeting, m.date_first AS day, l.role, c.type AS claim_type, c.text, c.key
FROM links l JOIN records r ON r.id = l.to_record JOIN claims c ON c.key = l.from_claim JOIN meetings m ON m.id = c.meeting
ORDER BY r.name, day, c.key"""),
    View("view_meetings_naming", "In how many meetings each record is named", """
SELECT r.id, r.type, r.name, count(DISTINCT c.meeting) AS meetings, count(DISTINCT c.key) AS claims
FROM links l JOIN records r ON r.id = l.to_record JOIN claims c ON c.key = l.from_claim
WHERE r.type <> 'meeting'
GROUP BY r.id ORDER BY meetings DESC, claims DESC, r.id"""),
    View("view_evidence", "Each passage with what rests on it and where it stands", """
SELECT coalesce(e.of_claim, f.of_claim, f.of_record, p.of_record) AS owner,
  CASE WHEN e.of_claim IS NOT NULL THEN 'claim' WHEN e.of_fact IS NOT NULL THEN 'fact: ' || f.field ELSE 'component' END AS what,
  coalesce(c.text, f.value, f.reason, p.text) AS text, e.source, e.sentence, e.quote, l.gist
FROM evidence e LEFT JOIN claims c ON c.key = e.of_claim LEFT JOIN facts f ON f.id = e.of_fact LEFT JOIN components p ON p.id = e.of_component
  JOIN sentences s ON s.source = e.source AND s.sentence = e.sentence JOIN ledger l ON l.source = s.source AND l.sentence = s.ledger_sentence
ORDER BY e.source, s.paragraph, s.number, e.id"""),
    View("view_wordings", "Every printed wording with the verdict on it, the Chinese and the official English", """
SELECT f.form, f.of_record AS record, r.type, r.name, f.source, f.sentence,
  (SELECT group_concat(value, '; ') FROM external_facts x WHERE x.of_record = f.of_record AND x.field = 'verdict'
    AND (x.form = f.form OR x.form IS NULL)) AS verdict,
  (SELECT group_concat(value, '; ') FROM external_facts x WHERE x.of_record = f.of_record AND x.field = 'Chinese') AS chinese,
  (SELECT group_concat(value, '; ') FROM external_facts x WHERE x.of_record = f.of_record AND x.field = 'official English') AS official_english
FROM forms f JOIN records r ON r.id = f.of_record
ORDER BY f.form COLLATE NOCASE, f.id"""),
    View("view_not_stated", "What the texts do not say, and the reason in one line", """
SELECT coalesce(f.of_claim, f.of_record) AS owner, f.field, f.reason, f.id FROM facts f WHERE f.kind = 'not stated' ORDER BY f.id"""),
    View("view_assertions", "Everything asserted, with kind, basis and verification", """
SELECT key AS owner, 'claim' AS what, text, kind, basis, verification FROM claims
UNION ALL SELECT coalesce(of_claim, of_record), 'fact: ' || field, value, kind, basis, verification FROM facts
UNION ALL SELECT of_record, 'component', text, 'stated', basis, verification FROM components
UNION ALL SELECT coalesce(of_claim, of_record), 'external: ' || field, value, kind, basis, verification FROM external_facts"""),
)
