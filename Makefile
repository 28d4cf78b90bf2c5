# Serval. `make help` explains the targets.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# A found JDK 25; the script says what to install when there is none.
JDK = $(eval JDK := $$(shell hack/find-jdk.sh))$(or $(JDK),$(error no JDK 25 found, see above))

# Flags of the build's own JVM: Maven 3.8's libraries warn on JDK 25 without them.
MVN_JVM := --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED
MVN = JAVA_HOME="$(JDK)" MAVEN_OPTS="$(MVN_JVM)" mvn -B -ntp $(MVNFLAGS)

# Flags of a serving JVM; see docs/design/jvm-flags.md.
JVM_FLAGS ?= -Xms32m -Xmx256m -XX:+UseSerialGC -XX:TrimNativeHeapInterval=5000 \
	--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED

# How a JVM uses its cache of loaded classes, and that it goes on without a word if it can't.
CACHE_FLAGS := -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0 -Xlog:aot=off -Xlog:cds=off

# Prints where the cache of loaded classes of an application is; AOT=0 goes without one.
TRAIN = AOT="$(AOT)" JAVA="$(JDK)/bin/java" hack/aot.sh $(1)/target/quarkus-app $(1)/training.txt $(1)/target/aot

# All modules but the one without a parent, which knows no formatter; those of the scenarios too.
OWN := -Pe2e -pl '!samples/quickstart'

# What becomes an image, and what makes it one.
IMAGE_MODULES := runtime/image,samples/recsys,samples/language,samples/quickstart,runtime/extension/deployment
ifneq ($(wildcard operator/app/pom.xml),)
IMAGE_MODULES := $(IMAGE_MODULES),operator/app
endif

# Not when nothing changed: Quarkus writes other bytes each time, for which the caches had to be trained anew.
IMAGES_BUILT := target/images-built
BUILD_IMAGES = if hack/changed.sh $(IMAGES_BUILT) -- pom.xml runtime crds operator samples e2e; then \
	mkdir -p target && touch target/images-begun && \
	$(MVN) -q package -DskipTests -pl $(IMAGE_MODULES) -am && mv target/images-begun $(IMAGES_BUILT); fi

SAMPLE ?= recsys
PORT ?= 8000
AOT ?= 1
CLUSTER ?=
OPERATOR ?=
FROM ?=
BASE_IMAGE ?=
REGISTRY ?=
URL ?= http://127.0.0.1:$(PORT)

.PHONY: help
help: ## Explains the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1|\2/' \
		| awk -F'|' '{printf "  make %-17s %s\n", $$1, $$2}'
	@echo "Variables: SAMPLE=$(SAMPLE) PORT=$(PORT) JVM_FLAGS APP_FLAGS AOT LOAD BENCH MVNFLAGS CLUSTER BASE_IMAGE REGISTRY OPERATOR SCENARIO METRICS_SERVER FROM"

.PHONY: build
build: ## Compiles and packages everything, without tests
	$(MVN) -q package -DskipTests

.PHONY: run
run: ## Builds a sample and serves it on port 8000 (SAMPLE=recsys or language)
	@if hack/changed.sh samples/$(SAMPLE)/target/quarkus-app/quarkus-run.jar -- pom.xml runtime samples/$(SAMPLE); then \
		echo "Building sample $(SAMPLE) (the first time this fetches the libraries)..."; \
		$(MVN) -q package -DskipTests -pl samples/$(SAMPLE) -am; \
	fi
	@cache=$$($(call TRAIN,samples/$(SAMPLE)) $(JVM_FLAGS)); start=quarkus; [ -z "$$cache" ] || start=serval; \
	set -x; exec "$(JDK)/bin/java" $(JVM_FLAGS) $${cache:+$(CACHE_FLAGS) -XX:AOTCache="$$cache"} -Dquarkus.http.port=$(PORT) $(APP_FLAGS) \
		-jar samples/$(SAMPLE)/target/quarkus-app/$$start-run.jar

.PHONY: load
load: ## Sends concurrent requests to the running recommender (LOAD="--users 64 --seconds 20")
	@$(MVN) -q package -DskipTests -pl samples/load-client
	@"$(JDK)/bin/java" -Xmx128m -jar samples/load-client/target/load-client.jar --url $(URL) $(LOAD)

.PHONY: install
install: ## Puts Serval's libraries into the local Maven repository, for projects of your own
	$(MVN) -q install -DskipTests -pl runtime/testkit,runtime/extension/deployment -am

.PHONY: test
test: ## Runs all tests that need no cluster (Go builds Kubernetes' servers and helm for some, the first time 9 minutes)
	KUBE_API_TEST_DIR="$$(hack/api-server.sh)" && HELM="$$(hack/helm.sh)" && export KUBE_API_TEST_DIR HELM && $(MVN) verify -Dspotless.check.skip=true

.PHONY: verify
verify: ## Checks formatting, compiles with warnings as errors, regenerates and fails on a difference
	$(MVN) -q spotless:check $(OWN)
	$(MVN) -q package -DskipTests -Pe2e
	hack/copy-generated.sh
	hack/bundle.sh
	@git diff --exit-code -- samples/*/serveapplication.yaml crds/manifests docs/reference \
		charts/serval-operator/crds deploy \
		|| { echo "Generated files differ from the committed ones: commit the above." >&2; exit 1; }

.PHONY: generate
generate: ## Regenerates the resource definition and its reference from the records in crds/api, and deploy/ from the chart
	$(MVN) -q process-classes -pl crds/generator -am
	hack/copy-generated.sh crds
	hack/bundle.sh

.PHONY: format
format: ## Formats the sources
	$(MVN) -q spotless:apply $(OWN)

.PHONY: bench
bench: ## Measures Serval beside plain Quarkus and prints one table (needs wrk)
	$(MVN) -q package -DskipTests -pl bench/load,bench/load/quarkus-peer,bench/load/serval-app -am
	cache=$$($(call TRAIN,bench/load/serval-app) $(JVM_FLAGS)); \
	"$(JDK)/bin/java" -Xmx128m -jar bench/load/target/bench-load.jar $${cache:+--aot-cache "$$cache"} $(BENCH)

.PHONY: bench-micro
bench-micro: ## Runs the JMH benchmarks (BENCH=regular expression)
	$(MVN) -q package -DskipTests -pl bench/micro -am
	"$(JDK)/bin/java" $(MVN_JVM) -jar bench/micro/target/benchmarks.jar $(BENCH)

.PHONY: bench-operator
bench-operator: ## Measures the operator with 500 applications on a real API server (BENCH="500 60": applications, seconds)
	KUBE_API_TEST_DIR="$$(hack/api-server.sh)" && export KUBE_API_TEST_DIR && $(MVN) -q package -DskipTests \
		-pl bench/operator -am -Prun-bench-operator -Dbench.arguments="$(BENCH)"

.PHONY: bench-autoscaling
bench-autoscaling: ## Simulates autoscaling and measures what its decisions cost
	@$(MVN) -q package -DskipTests -pl bench/autoscaling -am
	@"$(JDK)/bin/java" -Xmx512m -XX:+UseSerialGC -jar bench/autoscaling/target/bench-autoscaling.jar

.PHONY: bench-hub
bench-hub: ## Measures the hub with 1,000 simulated replicas on a real API server (BENCH="--applications 1")
	$(MVN) -q package -DskipTests -pl bench/hub,operator/app -am
	KUBE_API_TEST_DIR="$$(hack/api-server.sh)" "$(JDK)/bin/java" -Xmx768m -jar bench/hub/target/bench-hub.jar $(BENCH)

.PHONY: bench-peers
bench-peers: ## Measures Ray Serve and BentoML the same way, in a virtual environment of their own (BENCH)
	$(MVN) -q package -DskipTests -pl bench/load,bench/load/quarkus-peer,bench/load/serval-app -am
	JAVA_HOME="$(JDK)" hack/bench-peers.sh $(BENCH)

.PHONY: images
images: ## Makes the images, as archives in target/images (BASE_IMAGE=a Java 25 image of a registry)
	@$(call BUILD_IMAGES)
	@AOT="$(AOT)" BASE_IMAGE="$(BASE_IMAGE)" REGISTRY= hack/images/build.sh

.PHONY: push
push: ## Makes the images and pushes them (REGISTRY=registry.example/team, BASE_IMAGE)
	@[ -n "$(REGISTRY)" ] || { echo "Where to? make push REGISTRY=registry.example/team" >&2; exit 2; }
	@$(call BUILD_IMAGES)
	@AOT="$(AOT)" BASE_IMAGE="$(BASE_IMAGE)" REGISTRY="$(REGISTRY)" hack/images/build.sh

# Their own application is built with them alone; the load client sends some of their load.
e2e: override MVNFLAGS += -Pe2e
e2e: IMAGE_MODULES := $(IMAGE_MODULES),e2e/application,samples/load-client
e2e: IMAGES_BUILT := target/e2e-images-built
.PHONY: e2e
e2e: images ## Runs the scenarios on a cluster (CLUSTER=local, kind or current; SCENARIO=one of them)
	@CLUSTER="$(CLUSTER)" OPERATOR="$(OPERATOR)" SCENARIO="$(SCENARIO)" FROM="$(FROM)" JAVA_HOME="$(JDK)" hack/e2e.sh

.PHONY: cluster
cluster: ## Starts a Kubernetes cluster (CLUSTER=local, kind or current) and prints how kubectl reaches it
	@CLUSTER="$(CLUSTER)" hack/cluster/cluster.sh up

.PHONY: cluster-down
cluster-down: ## Ends the cluster; nothing is left, also after a crash
	@CLUSTER="$(CLUSTER)" hack/cluster/cluster.sh down

.PHONY: cluster-smoke
cluster-smoke: ## Shows in two minutes that the cluster works and, if local, leaves nothing behind
	@CLUSTER="$(CLUSTER)" hack/cluster/smoke.sh

.PHONY: clean
clean: ## Removes what was built
	$(MVN) -q clean
