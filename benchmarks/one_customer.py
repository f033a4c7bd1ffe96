"""Measure the join of customers: `python -m benchmarks.one_customer --people 1000000`.

A generated company with known truth: three tools know most people, each by an id of its own.
Addresses and numbers are written in many ways, misspelt, changed, shared in families, missing, or
a shop's telephone. Needs `dbt compile --select base_crm__customer_contacts int_customers_merged`.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb

from python_hooks.privacy.contact_keys import contact_salt

ROOT = Path(__file__).resolve().parents[1]
COMPILED = ROOT / "target" / "compiled" / "cx_warehouse" / "models"
CONTACTS = "staging/base/base_crm__customer_contacts.sql"
MERGED = "intermediate/int_customers_merged.sql"
PRECISION, RECALL, CPU_SECONDS = 0.995, 0.95, 20

# Draws are hashes of the person and a word, so that every run has the same company.
COMPANY = """
create schema staging;
create schema intermediate;
create schema reference;
create macro draw(person, word) as hash(person || word) % 10000 / 10000.0;
create table people as
select
    person,
    list_extract(
        ['anna.schmidt', 'wang.wei', 'john.smith', 'li.na', 'zhang.min', 'maria.lopez', 'liu.yang'],
        1 + cast(person % 7 as integer)
    ) || hash(person || 'mail') % 100000000 || '@' || list_extract(
        ['qq.com', '163.com', 'gmail.com', 'company.example'],
        1 + cast(hash(person || 'domain') % 4 as integer)
    ) as email,
    -- Twins and couples share a telephone, a few of them also the address.
    case when person % 25 = 1 then person - 1 else person end as phone_owner,
    case when person % 500 = 1 then person - 1 else person end as email_owner,
    draw(person, 'shop telephone') < 0.005 as has_shop_telephone
from range($people) as numbers (person);
create table contacts as
select
    people.person,
    owner.email,
    case
        when people.has_shop_telephone then '0755' || (80000000 + people.person % 20)
        else '1' || (3 + hash(people.phone_owner || 'phone') % 7)
            || lpad(cast(hash(people.phone_owner || 'number') % 1000000000 as varchar), 9, '0')
    end as phone
from people
inner join people as owner on people.email_owner = owner.person;
create table records as
select
    account || '-' || person as customer_id,
    account,
    person,
    draw(person, account || 'no mail') >= 0.15 as has_email,
    draw(person, account || 'no phone') >= 0.20 as has_phone,
    draw(person, account || 'typo') < 0.01 as has_typo,
    draw(person, account || 'changed') < 0.05 as has_changed,
    hash(person || account || 'form') % 6 as form,
    email as true_email,
    phone as true_phone
from contacts
cross join (values ('crm', 1.0), ('shop', 0.7), ('desk', 0.6)) as accounts (account, share)
where draw(person, account) < share;
create table staging.base_crm__customers as
select
    customer_id,
    cast(null as varchar) as merged_into_customer_id,
    timestamp '2024-01-01' + to_days(cast(hash(customer_id) % 500 as integer)) as created_at,
    case when has_email then
        case
            when has_typo then replace(true_email, '.', '')
            when has_changed then 'old.' || true_email
            when form = 1 then upper(true_email)
            when form = 2 then ' ' || true_email || ' '
            when form = 3 then replace(true_email, '@', '＠')
            else true_email
        end
    end as email,
    case when has_phone then
        case
            when has_typo then left(true_phone, 5) || '0' || substring(true_phone, 7)
            when form = 1 then '+86 ' || ltrim(true_phone, '0')
            when form = 2 then left(true_phone, 3) || '-' || substring(true_phone, 4)
            when form = 3 then translate(true_phone, '0123456789', '０１２３４５６７８９')
            when form = 4 then '0086' || ltrim(true_phone, '0')
            else true_phone
        end
    end as phone,
    false as is_deleted,
    if(account = 'crm', 'crm/customers.csv', account || '.customer') as _file,
    'accepted' as _status
from records;
create view intermediate.int_customers_known as select * from staging.base_crm__customers;
create table staging.base_crm__customer_identities (
    source varchar, identity_type varchar, identity_value varchar, customer_id varchar,
    is_deleted boolean, _status varchar
);
create table reference.customer_match_rules as from read_csv($rules, header = true);
create table reference.role_mailboxes as from read_csv($mailboxes, header = true);
"""

# A pair is within reach when both show the person's address, and nobody else has it. Or the number,
# if not both have an address.
JUDGED = """
with owners as (
    select true_email as contact, count(distinct person) as owner_count from records group by 1
    union all
    select true_phone, count(distinct person) from records group by 1
),
known as (
    select
        records.*,
        merged.surviving_customer_id as survivor,
        has_email and not has_typo and not has_changed and mails.owner_count = 1 as shows_email,
        has_phone and not has_typo and phones.owner_count = 1 as shows_phone
    from records
    inner join merged on records.customer_id = merged.customer_id
    inner join owners as mails on true_email = mails.contact
    inner join owners as phones on true_phone = phones.contact
),
pairs as (
    select
        one.survivor = other.survivor as is_joined,
        (one.shows_email and other.shows_email)
        or (one.shows_phone and other.shows_phone and not (one.has_email and other.has_email))
            as is_in_reach
    from known as one
    inner join known as other on one.person = other.person and one.customer_id < other.customer_id
),
joined as (
    select sum(n * (n - 1) / 2) as pair_count
    from (select count(*) as n from known group by survivor)
)
select
    count(*) filter (is_joined) / any_value(pair_count),
    count(*) filter (is_joined and is_in_reach) / count(*) filter (is_in_reach),
    count(*) filter (is_joined) / count(*),
    count(*)
from pairs cross join joined
"""


@dataclass(frozen=True)
class Measured:
    """Shares of joined pairs, and the cost of joining."""

    precision: float
    recall_in_reach: float
    recall_of_all: float
    pair_count: int
    cpu_seconds: float


def measured(people: int, compiled: Path = COMPILED) -> Measured:
    """Generate a company, join its customers by the compiled models, and compare with the truth."""
    with duckdb.connect() as connection:
        connection.create_function(
            "contact_salt", contact_salt, ["VARCHAR"], "VARCHAR", side_effects=False
        )
        seeds = ROOT / "seeds" / "reference"
        text = COMPANY.replace("$people", str(people))
        for name in ("rules", "mailboxes"):
            seed = {"rules": "customer_match_rules", "mailboxes": "role_mailboxes"}[name]
            text = text.replace(f"${name}", f"'{seeds / f'{seed}.csv'}'")
        connection.execute(text)
        started = time.process_time()
        for name, path in {
            "staging.base_crm__customer_contacts": CONTACTS, "merged": MERGED,
        }.items():  # fmt: skip
            sql = (compiled / path).read_text(encoding="utf-8").replace('"work".', "")
            connection.execute(f"create table {name} as {sql}")
        seconds = time.process_time() - started
        return Measured(*connection.execute(JUDGED).fetchone(), seconds)


def main() -> None:
    """Print what came out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    found = measured(parser.parse_args().people)
    print(f"precision {found.precision:.4%} (at least {PRECISION:.1%})")
    print(f"recall of what the rules can reach {found.recall_in_reach:.2%} (at least {RECALL:.0%})")
    print(f"recall of all {found.pair_count:,} pairs {found.recall_of_all:.2%}")
    print(f"{found.cpu_seconds:.1f} CPU-s (at most {CPU_SECONDS})")


if __name__ == "__main__":
    main()
