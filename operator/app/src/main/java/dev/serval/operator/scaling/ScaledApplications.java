package dev.serval.operator.scaling;

import dev.serval.operator.discovery.ApplicationId;
import java.util.List;
import java.util.Optional;

/** The applications that have autoscaled deployments. Answers at once, from caches. */
public interface ScaledApplications {

  /** All of them. */
  List<ScaledApplication> all();

  /** One of them; empty if it doesn't exist or has no autoscaled deployment. */
  Optional<ScaledApplication> find(ApplicationId application);
}
