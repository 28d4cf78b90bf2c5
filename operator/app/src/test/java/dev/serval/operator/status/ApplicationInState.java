package dev.serval.operator.status;

import dev.serval.crds.v1alpha1.ServeApplication;
import dev.serval.crds.v1alpha1.ServeApplicationYaml;
import dev.serval.crds.v1alpha1.status.DeploymentStatus;
import dev.serval.crds.v1alpha1.status.ServeApplicationStatus;
import dev.serval.operator.plan.Finding;
import dev.serval.operator.plan.FindingReason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Applications of generation 5 in the states that the operator writes, or that come before. */
enum ApplicationInState {
  /** Just made; the server has filled in the status' default. */
  NOT_OBSERVED {
    @Override
    Optional<ServeApplicationStatus> status() {
      return Optional.of(
          new ServeApplicationStatus(
              List.of(), 0L, null, null, null, null, null, null, null, List.of()));
    }
  },

  /** Its spec changed after the operator saw that all was ready. */
  READY_BEFORE_THE_LAST_CHANGE {
    @Override
    Optional<ServeApplicationStatus> status() {
      return Optional.of(observed(GENERATION - 1, List.of(), List.of(), deployment(null)));
    }
  },

  STARTING {
    @Override
    Optional<ServeApplicationStatus> status() {
      return Optional.of(observed(deployment(Reason.STARTING)));
    }
  },

  ROLLING_OUT {
    @Override
    Optional<ServeApplicationStatus> status() {
      return Optional.of(observed(deployment(Reason.ROLLING_OUT)));
    }
  },

  SCALING {
    @Override
    Optional<ServeApplicationStatus> status() {
      return Optional.of(observed(deployment(Reason.SCALING)));
    }
  },

  READY {
    @Override
    Optional<ServeApplicationStatus> status() {
      return Optional.of(observed(deployment(null)));
    }
  },

  READY_WITH_FIELDS_THAT_DO_NOTHING_YET {
    @Override
    Optional<ServeApplicationStatus> status() {
      Finding notice =
          Finding.notice(
              FindingReason.VARIANTS_INACTIVE, "spec.deployments[A].variants", "get no calls yet");
      return Optional.of(observed(GENERATION, List.of(notice), List.of(), deployment(null)));
    }
  },

  /** It serves, with the settings that it had before. */
  READY_WITH_REFUSED_SETTINGS {
    @Override
    Optional<ServeApplicationStatus> status() {
      ObservedDeployment ready = deployment(null);
      return Optional.of(
          observed(
              new ObservedDeployment(
                  ready.status(),
                  Optional.empty(),
                  Optional.of(new Cause(Reason.SETTINGS_REFUSED, "a threshold must be below 1")),
                  Optional.empty())));
    }
  },

  /** A trouble that may pass: the image may appear. */
  IMAGE_PULL_FAILED {
    @Override
    Optional<ServeApplicationStatus> status() {
      return Optional.of(observed(deployment(Reason.IMAGE_PULL_FAILED)));
    }
  },

  CRASH_LOOP {
    @Override
    Optional<ServeApplicationStatus> status() {
      return Optional.of(observed(deployment(Reason.CRASH_LOOP)));
    }
  },

  DEADLINE_EXCEEDED {
    @Override
    Optional<ServeApplicationStatus> status() {
      return Optional.of(observed(deployment(Reason.PROGRESS_DEADLINE_EXCEEDED)));
    }
  },

  SPEC_INVALID {
    @Override
    Optional<ServeApplicationStatus> status() {
      Finding error =
          Finding.error(
              FindingReason.POD_TEMPLATE_INVALID,
              "spec.deployments[A].podTemplate",
              "is no pod template");
      return Optional.of(observed(GENERATION, List.of(error), List.of(), deployment(null)));
    }
  },

  FOREIGN_OBJECT {
    @Override
    Optional<ServeApplicationStatus> status() {
      Cause foreign = new Cause(Reason.FOREIGN_OBJECT, "Service a belongs to somebody");
      return Optional.of(observed(GENERATION, List.of(), List.of(foreign), deployment(null)));
    }
  },

  /** The operator can't act on the last change; what it saw before it keeps saying. */
  OPERATOR_FAILS_AFTER_A_CHANGE {
    @Override
    Optional<ServeApplicationStatus> status() {
      ServeApplication before = bare();
      before.setStatus(observed(GENERATION - 1, List.of(), List.of(), deployment(null)));
      return Optional.of(
          StatusOfApplication.ofFailure(before, "connection refused", NOW.plusSeconds(60)));
    }
  };

  static final long GENERATION = 5;

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  abstract Optional<ServeApplicationStatus> status();

  /** The resource as a client of the API server gets it. */
  ServeApplication application() {
    ServeApplication application = bare();
    application.setStatus(status().orElse(null));
    return application;
  }

  private static ServeApplication bare() {
    ServeApplication application =
        ServeApplicationYaml.read(
            """
            apiVersion: serving.serval.dev/v1alpha1
            kind: ServeApplication
            metadata: {name: recsys, namespace: shop}
            spec:
              image: registry.example/recsys:1
              deployments: [{name: A}]
            """);
    application.getMetadata().setGeneration(GENERATION);
    return application;
  }

  private static ServeApplicationStatus observed(ObservedDeployment deployment) {
    return observed(GENERATION, List.of(), List.of(), deployment);
  }

  private static ServeApplicationStatus observed(
      long generation,
      List<Finding> findings,
      List<Cause> obstacles,
      ObservedDeployment deployment) {
    ServeApplication application = bare();
    application.getMetadata().setGeneration(generation);
    return StatusOfApplication.of(
        application,
        new ObservedApplication(
            List.of(deployment), findings, obstacles, List.of(), Optional.empty()),
        NOW);
  }

  /**
   * @param reason why it isn't ready, {@code null} if it is
   */
  private static ObservedDeployment deployment(Reason reason) {
    return new ObservedDeployment(
        new DeploymentStatus("A", "6c9f", 1, 1, 1, null, null, 1, null, null, null, List.of()),
        Optional.ofNullable(reason).map(why -> new Cause(why, "why A is not ready")),
        Optional.empty(),
        Optional.empty());
  }
}
