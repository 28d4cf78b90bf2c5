package dev.serval.operator.plan.pod;

import dev.serval.operator.plan.topology.TopologyConfig;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import java.util.List;

/** The ports of a stage's container, which objects refer to by name. */
public final class StagePorts {

  /** Takes HTTP: the application's routes, health and metrics. */
  public static final String HTTP = "http";

  /** Takes calls of other replicas. */
  public static final String WIRE = "wire";

  static final int HTTP_NUMBER = 8000;

  private StagePorts() {}

  static List<ContainerPort> all() {
    return List.of(port(HTTP, HTTP_NUMBER), port(WIRE, TopologyConfig.WIRE_PORT));
  }

  private static ContainerPort port(String name, int number) {
    return new ContainerPortBuilder()
        .withName(name)
        .withContainerPort(number)
        .withProtocol("TCP")
        .build();
  }
}
