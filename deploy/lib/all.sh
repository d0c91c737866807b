# shellcheck shell=bash
# Everything in this folder, for the scripts beside it; the working directory becomes the checkout.

LIBRARY=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$LIBRARY/../.." || exit
source "$LIBRARY/output.sh"
source "$LIBRARY/processes.sh"
source "$LIBRARY/data.sh"
source "$LIBRARY/ports.sh"
source "$LIBRARY/packages.sh"
source "$LIBRARY/database.sh"
source "$LIBRARY/broker.sh"
source "$LIBRARY/cluster.sh"
source "$LIBRARY/build.sh"
source "$LIBRARY/python.sh"
source "$LIBRARY/mail.sh"
source "$LIBRARY/services.sh"
source "$LIBRARY/backup.sh"
source "$LIBRARY/test-servers.sh"
