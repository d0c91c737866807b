# Hands an order over by HTTP, and asks what is known of it.  bash submit-order.sh URL SHOP SECRET FILE
url=$1 shop=$2 secret=$3 file=$4
sign() { # ID BODY: the headers that say who asks; the signature is over id.timestamp.body
    local now; now=$(date +%s)
    local code; code=$({ printf '%s.%s.' "$1" "$now"; cat "$2"; } | openssl dgst -sha256 -hmac "$secret" -binary | base64)
    headers=(-H "Waybill-Shop: $shop" -H "webhook-timestamp: $now" -H "webhook-signature: v1,$code")
}
key=$(cat /proc/sys/kernel/random/uuid) # one for the order, however often it is sent
sign "$key" "$file"
answer=$(curl -sS "$url/v1/orders" --data-binary "@$file" -H 'Content-Type: application/json' \
    -H "Idempotency-Key: $key" "${headers[@]}")
echo "$answer"
id=$(sed -n 's/.*"orderId":"\([^"]*\)".*/\1/p' <<<"$answer")
[[ $id ]] || exit 1
sign "GET /v1/orders/$id" /dev/null
curl -sS "$url/v1/orders/$id" "${headers[@]}"; echo
