-- What must always hold of what is on record. Each question returns the rows that break it, in
-- words; none is the answer that should be. Plain SQL for SQLite and for PostgreSQL, which shares
-- nothing with the code that writes. `json_text(COLUMN, key NAME)` is spoken by `invariants.py`.

-- I1: One class, completed by one person on one day, earns credit at most once.
with granted as (
  select activity_id, sum(steps) as steps from records_ledgerentry group by activity_id
)
select 'certificant ' || a.certificant_id || ', course ' || a.course_id || ' on ' ||
  a.completed_on || ': ' || count(*) || ' activities have credit'
from records_activity a
join granted on granted.activity_id = a.id
where a.course_id is not null and granted.steps > 0
group by a.certificant_id, a.course_id, a.completed_on
having count(*) > 1;

-- I2: What was accepted has credit in the ledger, and nothing else has.
with granted as (
  select activity_id, sum(steps) as steps from records_ledgerentry group by activity_id
)
select 'activity ' || a.id || ' is ' || a.status || ', and the ledger grants it ' ||
  coalesce(granted.steps, 0) || ' steps'
from records_activity a
left join granted on granted.activity_id = a.id
where case when a.status in ('accepted', 'accepted_in_part') then coalesce(granted.steps, 0) <= 0
  else coalesce(granted.steps, 0) <> 0 end;

-- I3: A correction takes back one entry of the same activity, whole and once.
select 'ledger entry ' || l.id || ' corrects entry ' || o.id || ' of activity ' || o.activity_id
  || ', granting ' || l.steps || ' against ' || o.steps
from records_ledgerentry l
join records_ledgerentry o on o.id = l.corrects_id
where l.steps <> -o.steps or l.activity_id <> o.activity_id or o.corrects_id is not null;

select 'ledger entry ' || l.corrects_id || ' was corrected ' || count(*) || ' times'
from records_ledgerentry l
where l.corrects_id is not null
group by l.corrects_id
having count(*) > 1;

select 'ledger entry ' || l.id || ' has ' || l.steps || ' steps, and says: ' || l.because
from records_ledgerentry l
where l.because = '' or l.steps = 0 or (l.steps < 0) <> (l.corrects_id is not null);

with taken_back as (
  select activity_id, count(*) as times from records_ledgerentry where corrects_id is not null
  group by activity_id
), told as (
  select subject_id, count(*) as times from records_event
  where subject = 'activity' and name = 'activity.corrected' group by subject_id
)
select 'activity ' || a.id || ' has ' || coalesce(taken_back.times, 0) || ' corrections in the ' ||
  'ledger, and ' || coalesce(told.times, 0) || ' events of one'
from records_activity a
left join taken_back on taken_back.activity_id = a.id
left join told on told.subject_id = cast(a.id as text)
where coalesce(taken_back.times, 0) <> coalesce(told.times, 0);

with told as (
  select subject_id,
    sum(case name when 'activity.reconsidered' then 0 else 1 end) as accepted,
    sum(case name when 'activity.reconsidered' then 1 else 0 end) as reconsidered
  from records_event
  where subject = 'activity'
    and name in (
      'activity.accepted', 'activity.accepted_in_part', 'activity.reconsidered', 'activity.reported'
    )
  group by subject_id
), granted as (
  select activity_id, count(*) as times from records_ledgerentry group by activity_id
)
select 'activity ' || a.id || ' has ' || coalesce(granted.times, 0) || ' ledger entries, and ' ||
  coalesce(told.accepted, 0) || ' events of being accepted, ' || coalesce(told.reconsidered, 0) ||
  ' of being reconsidered'
from records_activity a
left join granted on granted.activity_id = a.id
left join told on told.subject_id = cast(a.id as text)
where coalesce(told.accepted, 0) > 1
  or (coalesce(granted.times, 0) > 0)
    <> (coalesce(told.accepted, 0) + coalesce(told.reconsidered, 0) > 0);

-- I5: One application of a cycle is open at most.
select 'cycle ' || p.cycle_id || ' has ' || count(*) || ' open applications'
from records_application p
where p.status in ('draft', 'submitted', 'returned')
group by p.cycle_id
having count(*) > 1;

select 'cycle ' || p.cycle_id || ' has ' || count(*) || ' approved applications'
from records_application p
where p.status = 'approved'
group by p.cycle_id
having count(*) > 1;

-- I6: An application moved along its arrows, and each move has its one event.
with told as (
  select subject_id,
    sum(case name when 'application.opened' then 1 else 0 end) as opened,
    sum(case name when 'application.submitted' then 1 else 0 end) as filed,
    sum(case name when 'application.returned' then 1 else 0 end) as returned,
    sum(case name when 'application.answered' then 1 else 0 end) as answered,
    sum(case name when 'application.approved' then 1 else 0 end) as approved,
    sum(case name when 'application.denied' then 1 else 0 end) as denied,
    sum(case name when 'application.withdrawn' then 1 else 0 end) as withdrawn
  from records_event
  where subject = 'application'
  group by subject_id
)
select 'application ' || p.id || ' is ' || p.status || '; events of it: ' ||
  coalesce(told.opened, 0) || ' opened, ' || coalesce(told.filed, 0) || ' filed, ' ||
  coalesce(told.returned, 0) || ' returned, ' || coalesce(told.answered, 0) || ' answered, ' ||
  coalesce(told.approved, 0) || ' approved, ' || coalesce(told.denied, 0) || ' denied, ' ||
  coalesce(told.withdrawn, 0) || ' withdrawn'
from records_application p
left join told on told.subject_id = cast(p.id as text)
where told.subject_id is null or told.opened <> 1
  or told.filed <> case when p.filed_on is null then 0 else 1 end
  or told.approved <> case p.status when 'approved' then 1 else 0 end
  or told.denied <> case p.status when 'denied' then 1 else 0 end
  or told.withdrawn <> case p.status when 'withdrawn' then 1 else 0 end
  or told.returned - told.answered not between case p.status when 'returned' then 1 else 0 end
    and case when p.status in ('returned', 'withdrawn') then 1 else 0 end;

select 'application ' || p.id || ' is ' || p.status || ', and was never filed'
from records_application p
where p.filed_on is null and p.status not in ('draft', 'withdrawn');

-- I7: A fee is received once, as it was owed; approval waits for it; receipts have no gap.
select 'application ' || m.application_id || ' was paid ' || count(*) || ' times'
from records_payment m
group by m.application_id
having count(*) > 1;

with owed as (
  select f.application_id, sum(coalesce(f.amount, u.amount)) as amount,
    sum(case when f.amount is null and u.amount is null then 1 else 0 end) as not_set
  from records_feeline f
  left join records_feeruling u on u.line_id = f.id
  group by f.application_id
)
select 'receipt ' || m.receipt_number || ' is over ' || m.amount || ', and ' ||
  coalesce(owed.amount, 0) || ' was owed'
from records_payment m
left join owed on owed.application_id = m.application_id
where m.amount <> coalesce(owed.amount, 0) or owed.not_set > 0;

with owed as (
  select f.application_id, sum(coalesce(f.amount, u.amount)) as amount,
    sum(case when f.amount is null and u.amount is null then 1 else 0 end) as not_set
  from records_feeline f
  left join records_feeruling u on u.line_id = f.id
  group by f.application_id
)
select 'application ' || p.id || ' is approved, and ' || owed.not_set || ' lines of its fee are ' ||
  'not set, or not all is paid'
from records_application p
join owed on owed.application_id = p.id
left join records_payment m on m.application_id = p.id
where p.status = 'approved' and (owed.not_set > 0 or owed.amount > coalesce(m.amount, 0));

select 'receipts are numbered up to ' || max(m.receipt_number) || ', and there are ' || count(*)
from records_payment m
having max(m.receipt_number) <> count(*);

with told as (
  select subject_id, count(*) as times from records_event
  where subject = 'payment' and name = 'payment.received' group by subject_id
)
select 'payment ' || m.id || ' is remembered by ' || coalesce(told.times, 0) || ' events'
from records_payment m
left join told on told.subject_id = cast(m.id as text)
where coalesce(told.times, 0) <> 1;

select 'payment ' || m.id || ' has no receipt, and none is owed'
from records_payment m
where not exists (select 1 from records_document d where d.payment_id = m.id)
  and not exists (
    select 1 from records_work w
    where w.kind = 'receipt' and w.subject_id = m.id and w.done_at is null
  );

-- I9: A decision names who, why, the edition's text and the evidence that it looked at.
select 'decision ' || d.id || ' names the text ' || substr(d.edition_digest, 1, 12) ||
  ', and its edition ' || d.edition_id || ' has another'
from records_decision d
join records_edition e on e.id = d.edition_id
where e.digest <> d.edition_digest;

select 'decision ' || d.id || ' lacks a reason, or the digest of the evidence'
from records_decision d
where trim(d.reason) = '' or length(d.evidence_digest) <> 64;

select 'decision ' || d.id || ' has findings by another text than ' || d.edition_digest
from records_decision d
where coalesce(json_text(d.findings, key 'digest'), '') <> d.edition_digest;

-- I10: One decision is in force at most, and the application is what it decided.
select 'application ' || d.application_id || ' has ' || count(*) || ' decisions in force'
from records_decision d
where d.undone_at is null
group by d.application_id
having count(*) > 1;

select 'application ' || p.id || ' is ' || p.status || ' without a decision of that in effect'
from records_application p
where p.status in ('approved', 'denied') and not exists (select 1 from records_decision d
  where d.application_id = p.id and d.outcome = p.status and d.took_effect_at is not null
    and d.undone_at is null);

select 'decision ' || d.id || ' took effect as ' || d.outcome || ', and application ' || p.id ||
  ' is ' || p.status
from records_decision d
join records_application p on p.id = d.application_id
where d.took_effect_at is not null and d.outcome <> p.status;

select 'decision ' || d.id || ' took effect before it was final, or though undone'
from records_decision d
where d.took_effect_at is not null and (d.took_effect_at < d.final_at
    or d.undone_at is not null);

-- I11: Nobody decides, grants or takes money in their own case.
select 'decision ' || x.id || ' is by the certificant'
from records_decision x
join records_application p on p.id = x.application_id
join records_cycle c on c.id = p.cycle_id
join records_credential g on g.id = c.credential_id
join records_certificant h on h.id = g.certificant_id
join records_user u on u.id = x.by_id
where h.user_id = u.id or lower(h.email) = lower(u.email);

select 'payment ' || x.id || ' was recorded by the certificant'
from records_payment x
join records_application p on p.id = x.application_id
join records_cycle c on c.id = p.cycle_id
join records_credential g on g.id = c.credential_id
join records_certificant h on h.id = g.certificant_id
join records_user u on u.id = x.by_id
where h.user_id = u.id or lower(h.email) = lower(u.email);

select 'fee ruling ' || x.id || ' is by the certificant'
from records_feeruling x
join records_feeline f on f.id = x.line_id
join records_application p on p.id = f.application_id
join records_cycle c on c.id = p.cycle_id
join records_credential g on g.id = c.credential_id
join records_certificant h on h.id = g.certificant_id
join records_user u on u.id = x.by_id
where h.user_id = u.id or lower(h.email) = lower(u.email);

select 'ledger entry ' || x.id || ' is by the certificant'
from records_ledgerentry x
join records_activity a on a.id = x.activity_id
join records_certificant h on h.id = a.certificant_id
join records_user u on u.id = x.by_id
where h.user_id = u.id or lower(h.email) = lower(u.email);

-- I12: A refund is proposed by one person, confirmed by another or with a reason, goes to neither.
select 'refund ' || r.id || ' was proposed and confirmed by user ' || r.confirmed_by_id ||
  ', without a word why'
from records_refund r
where r.confirmed_by_id = r.proposed_by_id and trim(r.alone_because) = '';

select 'refund ' || r.id || ' goes to one who proposed or confirmed it'
from records_refund r
join records_payment m on m.id = r.payment_id
join records_application p on p.id = m.application_id
join records_cycle c on c.id = p.cycle_id
join records_credential d on d.id = c.credential_id
join records_certificant h on h.id = d.certificant_id
where h.user_id in (r.proposed_by_id, r.confirmed_by_id);

select 'refund ' || r.id || ' of ' || r.amount || ' goes back from a payment of ' || m.amount ||
  '; its application is ' || p.status
from records_refund r
join records_payment m on m.id = r.payment_id
join records_application p on p.id = m.application_id
where r.amount > m.amount or p.status not in ('withdrawn', 'denied');

-- I13: An application is decided by the edition under which it was filed.
select 'application ' || p.id || ' is filed under no edition'
from records_application p
where p.filed_on is not null and p.edition_id is null;

select 'decision ' || d.id || ' judged by edition ' || d.edition_id || ', and application ' ||
  p.id || ' was filed under ' || p.edition_id
from records_decision d
join records_application p on p.id = d.application_id
where d.edition_id <> p.edition_id;

select 'application ' || p.id || ' has the edition of ' || x.in_force_from ||
  ', and was filed under that of ' || json_text(e.details, key 'edition')
from records_application p
join records_edition x on x.id = p.edition_id
join records_event e on e.subject = 'application' and e.name = 'application.submitted'
  and e.subject_id = cast(p.id as text)
where json_text(e.details, key 'edition') <> cast(x.in_force_from as text)
  or json_text(e.details, key 'filed_on') <> cast(p.filed_on as text);

-- I14: Each approval in effect began one cycle; none but the first began otherwise, or by an exam.
select 'decision ' || d.id || ' approved and began ' || count(r.id) || ' cycles'
from records_decision d
left join records_renewal r on r.decision_id = d.id
where d.outcome = 'approved' and d.took_effect_at is not null
group by d.id
having count(r.id) <> 1;

select 'cycle ' || r.cycle_id || ' was begun by decision ' || d.id ||
  ', which is no approval in effect of the same credential'
from records_renewal r
join records_decision d on d.id = r.decision_id
join records_application p on p.id = d.application_id
join records_cycle o on o.id = p.cycle_id
join records_cycle c on c.id = r.cycle_id
where d.outcome <> 'approved' or d.took_effect_at is null or o.credential_id <> c.credential_id
  or c.begins_on <= o.begins_on;

select 'cycle ' || c.id || ' of credential ' || c.credential_id ||
  ' was begun by no decision, and is not the first'
from records_cycle c
where c.reversed_at is null
  and not exists (select 1 from records_renewal r where r.cycle_id = c.id)
  and not exists (select 1 from records_examrenewal r where r.cycle_id = c.id)
  and exists (
    select 1 from records_cycle o
    where o.credential_id = c.credential_id and o.begins_on < c.begins_on
      and o.reversed_at is null
  );

select 'cycle ' || r.cycle_id || ' has no certificate, and none is owed'
from (
  select cycle_id from records_renewal union select cycle_id from records_examrenewal
) r
join records_cycle c on c.id = r.cycle_id and c.reversed_at is null
where not exists (select 1 from records_document m where m.cycle_id = r.cycle_id)
  and not exists (
    select 1 from records_work w
    where w.kind = 'certificate' and w.subject_id = r.cycle_id and w.done_at is null
  );

-- I16: Cycles of one credential do not overlap, and begin before they end.
select 'cycles ' || c.id || ' and ' || o.id || ' of credential ' || c.credential_id ||
  ' overlap'
from records_cycle c
join records_cycle o on o.credential_id = c.credential_id and o.id > c.id
where c.reversed_at is null and o.reversed_at is null
  and o.begins_on <= coalesce(c.closed_on, c.ends_on)
  and coalesce(o.closed_on, o.ends_on) >= c.begins_on;

select 'cycle ' || c.id || ' runs from ' || c.begins_on || ' to ' || c.ends_on
from records_cycle c
where c.begins_on > c.ends_on or c.closed_on > c.ends_on or c.closed_on < c.begins_on;

-- I18: Each act upon a credential, and each end of one, has its event; no end precedes its act.
with told as (
  select subject_id, count(*) as times from records_event
  where subject = 'credential' and name = 'credential.acted_upon' group by subject_id
), kept as (
  select credential_id, count(*) as times from records_act group by credential_id
)
select 'credential ' || g.id || ' has ' || coalesce(kept.times, 0) || ' acts, and ' ||
  coalesce(told.times, 0) || ' events of one'
from records_credential g
left join kept on kept.credential_id = g.id
left join told on told.subject_id = cast(g.id as text)
where coalesce(kept.times, 0) <> coalesce(told.times, 0);

with told as (
  select subject_id, count(*) as times from records_event
  where subject = 'credential' and name = 'credential.act_ended' group by subject_id
), kept as (
  select a.credential_id, count(*) as times from records_actend z
  join records_act a on a.id = z.act_id group by a.credential_id
)
select 'credential ' || g.id || ' has ' || coalesce(kept.times, 0) || ' ends of acts, and ' ||
  coalesce(told.times, 0) || ' events of one'
from records_credential g
left join kept on kept.credential_id = g.id
left join told on told.subject_id = cast(g.id as text)
where coalesce(kept.times, 0) <> coalesce(told.times, 0);

select 'act ' || a.id || ' begins on ' || a.begins_on || ' and ended on ' || z.ends_on
from records_actend z
join records_act a on a.id = z.act_id
where z.ends_on < a.begins_on or trim(a.reason) = '' or trim(z.reason) = '';

-- I21: What has to be told is owed once; what was sent has its one event.
select 'notice ' || n.id || ' is sent: ' || case when n.sent_at is null then 'no' else 'yes' end
  || '; its events: ' || count(e.id)
from records_notice n
left join records_event e on e.subject = 'notice' and e.name = 'notice.sent'
  and e.subject_id = cast(n.id as text)
group by n.id, n.sent_at
having count(e.id) <> case when n.sent_at is null then 0 else 1 end;

select 'notice key ' || n.key || ' is there ' || count(*) || ' times'
from records_notice n
group by n.key
having count(*) > 1;

select 'application ' || p.id || ' is filed, and nobody is told that it was received'
from records_application p
where p.filed_on is not null
  and not exists (
    select 1 from records_notice n where n.key = 'application:' || p.id || ':received'
  );

select 'application ' || p.id || ' is ' || p.status || ', and nobody is told so'
from records_application p
where p.status in ('approved', 'denied')
  and not exists (
    select 1 from records_notice n where n.key = 'application:' || p.id || ':' || p.status
  );

select 'payment ' || m.id || ' was received, and nobody is told so'
from records_payment m
where not exists (
  select 1 from records_notice n where n.key = 'payment:' || m.id || ':received'
);

select 'event ' || e.id || ' of activity ' || e.subject_id || ' happened, and nobody is told: ' ||
  e.name
from records_event e
where e.name in (
    'activity.accepted', 'activity.accepted_in_part', 'activity.corrected', 'activity.rejected',
    'activity.reported', 'activity.returned'
  )
  and not exists (
    select 1 from records_notice n
    where n.key = 'activity:' || e.subject_id || ':event:' || e.id
  );

-- I28: A vendor's result is one result; a level rose by an exam passed inside its cycle.
select 'result ' || r.reference || ' of ' || r.vendor || ' is there ' || count(*) || ' times'
from records_examresult r
where r.reversed_at is null
group by r.vendor, r.reference
having count(*) > 1;

select 'level change ' || v.id || ' rests on result ' || r.id || ': ' || r.outcome || ' on ' ||
  r.taken_on
from records_levelchange v
join records_examresult r on r.id = v.exam_result_id
join records_cycle c on c.id = v.cycle_id
where r.outcome <> 'pass' or r.taken_on < c.begins_on or r.taken_on > c.ends_on
  or v.from_on <> r.taken_on or r.credential_id <> c.credential_id;

-- I29: What came of an exam rests on one result in force, and a pass that is taken renews once.
select 'result ' || r.id || ' is remembered by ' || count(e.id) || ' events'
from records_examresult r
left join records_event e on e.subject = 'examresult' and e.name = 'exam_result.recorded'
  and e.subject_id = cast(r.id as text)
group by r.id
having count(e.id) <> 1;

select 'level change ' || v.id || ' is in force, and its result ' || r.id || ' was corrected'
from records_levelchange v
join records_examresult r on r.id = v.exam_result_id
where v.reversed_at is null and r.reversed_at is not null;

select 'cycle ' || c.id || ' is in force, and the exam that began it was corrected'
from records_examrenewal n
join records_cycle c on c.id = n.cycle_id
join records_examdecision d on d.id = n.decision_id
join records_examresult r on r.id = d.result_id
where c.reversed_at is null and r.reversed_at is not null;

select 'result ' || r.id || ' was corrected, and ' || count(x.id) || ' results took its place'
from records_examresult r
left join records_examcorrection x on x.result_id = r.id and x.corrected_id is not null
where r.reversed_at is not null
group by r.id
having count(x.id) <> 1;

select 'exam decision ' || d.id || ' began ' || count(n.id) || ' cycles'
from records_examdecision d
join records_examrenewal n on n.decision_id = d.id
group by d.id
having count(n.id) > 1;

select 'exam decision ' || d.id || ' recertifies, and no cycle follows the one of the exam'
from records_examdecision d
join records_examresult r on r.id = d.result_id
join records_cycle o on o.id = d.cycle_id
left join records_examruling u on u.decision_id = d.id
where r.outcome = 'pass' and r.reversed_at is null
  and (d.outcome = 'eligible' and cast(d.left as text) = '[]' or u.upgrade)
  and not exists (
    select 1 from records_cycle c
    where c.credential_id = r.credential_id and c.begins_on > o.begins_on
      and c.reversed_at is null
  )
  and not exists (
    select 1 from records_decision y join records_application p on p.id = y.application_id
    where p.cycle_id = o.id and y.outcome = 'approved' and y.took_effect_at is null
      and y.undone_at is null
  );

select 'cycle ' || c.id || ' was begun by an exam at the level ' || c.level ||
  ', to which nothing raised the cycle of the exam'
from records_examrenewal n
join records_cycle c on c.id = n.cycle_id and c.reversed_at is null
join records_examdecision d on d.id = n.decision_id
join records_examresult r on r.id = d.result_id
join records_cycle o on o.id = d.cycle_id
where r.taken_on <= o.ends_on and o.level <> c.level and not exists (
  select 1 from records_levelchange v
  where v.cycle_id = o.id and v.level = c.level and v.reversed_at is null
);

select 'exam decision ' || d.id || ' names the text ' || substr(d.edition_digest, 1, 12) ||
  ', and its edition ' || d.edition_id || ' has another'
from records_examdecision d
join records_edition e on e.id = d.edition_id
where e.digest <> d.edition_digest;

select 'exam ruling ' || u.id || ' is by the certificant, or says no reason'
from records_examruling u
join records_examdecision d on d.id = u.decision_id
join records_examresult r on r.id = d.result_id
join records_credential g on g.id = r.credential_id
join records_certificant h on h.id = g.certificant_id
join records_user x on x.id = u.by_id
where h.user_id = x.id or lower(h.email) = lower(x.email) or trim(u.because) = '';

select 'row ' || w.place || ' of file ' || w.file_id || ' is ' || w.state || ' without its result'
from records_resultrow w
where (w.state in ('recorded', 'repeated', 'correction')) <> (w.result_id is not null);

-- I30: A class is what its version of that number says; a report grants what was approved, once.
select 'class ' || c.code || ' is not what its version ' || c.version || ' says'
from records_course c
where not exists (
  select 1 from records_courseversion v
  where v.course_id = c.id and v.number = c.version and v.title = c.title
    and v.summary = c.summary and v.kind = c.kind and v.minutes = c.minutes
    and v.language = c.language and v.approved_from = c.approved_from
    and coalesce(v.credit, -1) = coalesce(c.credit, -1)
    and coalesce(v.price, -1) = coalesce(c.price, -1)
    and coalesce(cast(v.approved_through as text), '') =
      coalesce(cast(c.approved_through as text), '')
);

select 'version ' || v.number || ' of class ' || v.course_id || ' holds from ' || v.holds_from ||
  ', before an earlier one, or the numbers have a gap'
from records_courseversion v
left join records_courseversion o on o.course_id = v.course_id and o.number = v.number - 1
where (o.id is null and v.number <> 1) or o.holds_from > v.holds_from;

select 'report ' || r.id || ' granted activity ' || a.id || ', which is of another class, day or ' ||
  'person, or has no entry by its provider'
from records_completionreport r
join records_activity a on a.id = r.activity_id
join records_credential g on g.id = r.credential_id
where r.outcome = 'granted' and (
  a.course_id <> r.course_id or a.completed_on <> r.completed_on
  or a.certificant_id <> g.certificant_id
  or not exists (
    select 1 from records_ledgerentry l where l.activity_id = a.id and l.by_id = r.by_id
      and l.corrects_id is null
  )
);

select 'report ' || r.id || ' is of ' || r.completed_on || ', when its class was not approved, or ' ||
  'is longer than it was'
from records_completionreport r
where not exists (
  select 1 from records_courseversion v
  where v.course_id = r.course_id and v.holds_from <= r.completed_on
    and v.approved_from <= r.completed_on
    and (v.approved_through is null or v.approved_through >= r.completed_on)
    and v.minutes >= r.minutes
    and not exists (
      select 1 from records_courseversion later
      where later.course_id = v.course_id and later.number > v.number
        and later.holds_from <= r.completed_on
    )
);

select 'report ' || r.id || ' is by the certificant'
from records_completionreport r
join records_credential g on g.id = r.credential_id
join records_certificant h on h.id = g.certificant_id
join records_user u on u.id = r.by_id
where h.user_id = u.id or lower(h.email) = lower(u.email);

-- I33: A certification number is one person's, and a login is one certificant's.
select 'number ' || g.number_tidy || ' is there ' || count(*) || ' times'
from records_credential g
group by g.number_tidy
having count(*) > 1;

select 'code ' || g.code || ' is there ' || count(*) || ' times'
from records_credential g
group by g.code
having count(*) > 1;

select 'user ' || h.user_id || ' is ' || count(*) || ' certificants'
from records_certificant h
where h.user_id is not null
group by h.user_id
having count(*) > 1;

select 'certificant ' || g.certificant_id || ' has ' || count(*) || ' credentials of ' ||
  g.program_id
from records_credential g
group by g.certificant_id, g.program_id
having count(*) > 1;
