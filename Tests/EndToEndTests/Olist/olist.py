#!/usr/bin/env python3
"""Turns the recorded orders of Olist (Brazil, 2017) into Waybill's import format.

usage: olist.py CASES FOLDER

CASES/datasets holds olist_2017_*.csv; FOLDER gets orders.jsonl (one canonical order a line, for `waybill import`),
catalogue.json (articles, sites and bins, for `waybill catalogue import`) and stock.csv (goods in, for `waybill stock load`). What the data lacks is made
up, and the same in every run: names, e-mail addresses, streets, titles, barcodes. The marketplace was paid. Amounts are minor
units of BRL; each item is a line of one unit, its freight is part of the order's shipping.
"""

import collections
import csv
import decimal
import hashlib
import json
import pathlib
import sys

FIRST_NAMES = ["Ana", "Bruno", "Carla", "Diego", "Elisa", "Fábio", "Gabriela", "Hugo", "Iara", "João", "Lúcia", "Mateus"]
LAST_NAMES = ["Almeida", "Barbosa", "Cardoso", "Duarte", "Esteves", "Ferreira", "Gonçalves", "Lima", "Moraes", "Pereira"]
STREETS = ["Rua das Flores", "Avenida Brasil", "Rua do Comércio", "Travessa da Praia", "Rua São João"]
CHANNEL, SHOP = "olist", "2017"
SITES = [
    ("GRU", "São Paulo", "SP", "07000-000", -23_432_000, -46_533_000),
    ("REC", "Recife", "PE", "50000-000", -8_052_000, -34_928_000),
]


def rows(cases, name):
    with open(cases / "datasets" / f"olist_2017_{name}.csv", newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def pick(choices, key, salt):
    """One of the choices, always the same for a key."""
    return choices[int(hashlib.sha256(f"{salt}/{key}".encode()).hexdigest(), 16) % len(choices)]


def minor(text):
    return int((decimal.Decimal(text) * 100).quantize(decimal.Decimal(1)))


def measure(text, factor, default):
    return max(1, round(float(text) * factor)) if text else default


def moment(text):
    return text.replace(" ", "T") + "-03:00"


def catalogue(products):
    articles = [
        {
            "sku": product["product_id"],
            "title": product["product_category_name"].replace("_", " ").capitalize() or "Artigo",
            "barcode": f"789{number:010d}",
            "weight": measure(product["product_weight_g"], 1, 500),
            "length": measure(product["product_length_cm"], 10, 200),
            "width": measure(product["product_width_cm"], 10, 150),
            "height": measure(product["product_height_cm"], 10, 100),
        }
        for number, product in enumerate(products)
    ]
    sites = [
        {
            "code": code, "name": city, "floor": "auto", "latitudeE6": latitude, "longitudeE6": longitude,
            "address": {"name": f"Depósito {city}", "line1": "Rua do Depósito 1", "city": city, "region": region,
                        "postcode": postcode, "country": "BR"},
        }
        for code, city, region, postcode, latitude, longitude in SITES
    ]
    bins = [
        {"site": site["code"], "sku": article["sku"], "bin": f"{number % 20 + 1:02d}-{number // 20 % 50 + 1:02d}"}
        for site in sites for number, article in enumerate(articles)
    ]
    return {"articles": articles, "sites": sites, "bins": bins}


def order(row, customer, items, titles):
    person = customer["customer_unique_id"]
    name = f"{pick(FIRST_NAMES, person, 'first')} {pick(LAST_NAMES, person, 'last')}"
    lines = [
        {"id": item["order_item_id"], "sku": item["product_id"], "title": titles[item["product_id"]], "quantity": 1,
         "unitPrice": minor(item["price"])}
        for item in sorted(items, key=lambda item: int(item["order_item_id"]))
    ]
    shipping = sum(minor(item["freight_value"]) for item in items)
    total = sum(line["unitPrice"] for line in lines) + shipping
    street = f"{pick(STREETS, person, 'street')} {int(person[:4], 16) % 900 + 1}"
    return {
        "channel": CHANNEL, "shop": SHOP, "externalId": row["order_id"], "number": row["order_id"][:8].upper(),
        "placedAt": moment(row["order_purchase_timestamp"]),
        "updatedAt": moment(row["order_approved_at"] or row["order_purchase_timestamp"]),
        "currency": "BRL",
        "customer": {"externalId": person, "name": name, "email": f"{person[:12]}@example.com", "language": "pt-BR"},
        "shippingAddress": {
            "name": name, "line1": street, "city": customer["customer_city"].title(), "region": customer["customer_state"],
            "postcode": customer["customer_zip_code_prefix"].zfill(5) + "-000", "country": "BR",
        },
        "lines": lines, "shipping": shipping, "total": total,
        "payment": {"method": "marketplace", "state": "paid", "amount": total, "currency": "BRL"},
    }


def main():
    cases, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    goods = catalogue(rows(cases, "products"))
    titles = {article["sku"]: article["title"] for article in goods["articles"]}
    customers = {customer["customer_id"]: customer for customer in rows(cases, "customers")}
    items = collections.defaultdict(list)
    for item in rows(cases, "order_items"):
        items[item["order_id"]].append(item)
    orders = sorted(rows(cases, "orders"), key=lambda row: (row["order_purchase_timestamp"], row["order_id"]))

    with open(folder / "orders.jsonl", "w", encoding="utf-8") as file:
        for row in orders:
            made = order(row, customers[row["customer_id"]], items[row["order_id"]], titles)
            file.write(json.dumps(made, ensure_ascii=False) + "\n")
    (folder / "catalogue.json").write_text(json.dumps(goods, ensure_ascii=False), encoding="utf-8")
    # Exactly what is sold and a unit more, a quarter of it far from most customers: some orders leave in two parcels.
    sold = collections.Counter(item["product_id"] for row in orders for item in items[row["order_id"]])
    with open(folder / "stock.csv", "w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["site", "sku", "quantity"])
        for article in goods["articles"]:
            far = (sold[article["sku"]] + 1) // 4
            table.writerow(["GRU", article["sku"], sold[article["sku"]] + 1 - far])
            if far:
                table.writerow(["REC", article["sku"], far])


main()
