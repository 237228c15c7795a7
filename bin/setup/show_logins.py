"""Prints the logins that work with their well-known password: show_logins.py DATABASE (connection from PG… variables).

A password that was changed is not ours to tell, so each hash is checked.
"""

import sys

import psycopg2
from passlib.context import CryptContext

USERS = """
    SELECT u.login, u.password, p.name FROM res_users u JOIN res_partner p ON p.id = u.partner_id
     WHERE u.active AND u.login IN ('admin', 'demo', 'demo_rep', 'demo_manager', 'demo_executive', 'rep', 'manager', 'executive')
     ORDER BY u.login <> 'admin', u.id
"""

if __name__ == "__main__":
    hashes = CryptContext(["pbkdf2_sha512", "plaintext"], deprecated=["plaintext"])
    with psycopg2.connect(dbname=sys.argv[1]) as connection, connection.cursor() as cursor:
        cursor.execute(USERS)
        for login, password, name in cursor.fetchall():
            known = password and hashes.verify(login, password)
            print(f"  login {login:<16} password {login if known else '(the one you set)':<18} {name}")
