#!/usr/bin/env bash
# Runs the scenarios of e2e/scenarios. A cluster that it starts it also ends; one that is up it uses
# and leaves. usage: e2e.sh   From the environment:
#   CLUSTER       as for cluster/cluster.sh
#   OPERATOR      installed: the operator is installed from deploy/ and removed at the end (default for
#                 local and kind); existing: it is in the cluster already and stays; process: it runs on
#                 this machine (default for current)
#   SCENARIO      only this class, for example ScaleScenario
#   METRICS_SERVER=1
#                 a local cluster that it starts serves metrics.k8s.io, which ProcessorAutoscalerScenario needs
#   RECSYS_IMAGE, WORKSHOP_IMAGE
#                 with CLUSTER=current: the images of samples/recsys and e2e/application, where
#                 hack/images/build.sh pushed them
#   OPERATOR_IMAGE
#                 with CLUSTER=current and OPERATOR=installed: likewise the operator's
#   FROM          a version of this project that git knows: UpgradeFromEarlierScenario upgrades the operator from
#                 it, while a recommender of that version serves
#   KEEP=1        leaves the cluster up, and the operator in it, to look around after a failure
set -euo pipefail
# shellcheck source=hack/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$hack/.."
clusters=$hack/cluster/cluster.sh

CLUSTER=$("$clusters" name)
export CLUSTER
[ "$CLUSTER" != current ] || { [ -n "${RECSYS_IMAGE:-}" ] && [ -n "${WORKSHOP_IMAGE:-}" ]; } \
  || fail "CLUSTER=current takes images from a registry: REGISTRY=… hack/images/build.sh recsys workshop," \
    "then RECSYS_IMAGE=… WORKSHOP_IMAGE=… make e2e CLUSTER=current"

if [ -z "${OPERATOR:-}" ]; then
  [ "$CLUSTER" = current ] && OPERATOR=process || OPERATOR=installed
fi
export OPERATOR
[ "$CLUSTER $OPERATOR" != 'current installed' ] || [ -n "${OPERATOR_IMAGE:-}" ] \
  || fail "CLUSTER=current takes the operator from a registry, too: name it in OPERATOR_IMAGE, or use OPERATOR=process"

if [ -n "${FROM:-}" ]; then
  [ "$CLUSTER" != current ] && [ "$OPERATOR" = installed ] \
    || fail "FROM=$FROM upgrades the operator that the scenarios install: use CLUSTER=local or kind, with OPERATOR=installed"
  EARLIER_VERSION=$("$hack/earlier.sh" "$FROM")
  export EARLIER_VERSION
fi

was_up=yes
"$clusters" env >/dev/null 2>&1 || was_up=no
end_cluster() {
  [ "$was_up" = yes ] || [ "${KEEP:-}" = 1 ] || "$clusters" down
}
trap end_cluster EXIT

environment=$("$clusters" up)
eval "$environment"
images=(recsys workshop)
[ "$OPERATOR" != installed ] || images+=(operator)
if [ "$CLUSTER" != current ]; then
  REGISTRY="" "$hack/images/build.sh" workshop
  for image in "${images[@]}"; do "$hack/cluster/load-image.sh" "target/images/$image.tar"; done
fi
if [ -n "${EARLIER_VERSION:-}" ]; then
  for image in recsys operator; do "$hack/cluster/load-image.sh" "$EARLIER_VERSION/target/images/$image.tar"; done
fi

# The tests of the modules that scenarios need are run by make test.
scenarios=(-Pe2e -pl e2e/scenarios -am -Dspotless.check.skip=true
  -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false
  "-Dit.test=${SCENARIO:-*Scenario}" -Dfailsafe.failIfNoSpecifiedTests=false)
export MAVEN_OPTS=${MAVEN_OPTS:---sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED}
# shellcheck disable=SC2086 # MVNFLAGS are several words
mvn -B -ntp ${MVNFLAGS:-} verify "${scenarios[@]}" || fail "Scenarios failed; the operator's log: target/e2e-operator.log"
