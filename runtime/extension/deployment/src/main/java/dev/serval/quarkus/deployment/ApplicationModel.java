package dev.serval.quarkus.deployment;

import dev.serval.quarkus.deployment.handle.ContractModel;
import dev.serval.quarkus.deployment.handle.HandlePoint;
import dev.serval.quarkus.deployment.stage.StageModel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.jandex.DotName;

/**
 * An application as its classes and its configuration at build time describe it, right or wrong.
 *
 * @param stages in the order of their class names
 * @param handles the places where handles are injected
 * @param contracts the types of typed handles, by name
 * @param configured the deployments that the configuration tells of
 * @param strayIngresses classes that are {@code @Ingress} but no stage
 */
public record ApplicationModel(
    List<StageModel> stages,
    List<HandlePoint> handles,
    Map<DotName, ContractModel> contracts,
    ConfiguredDeployments configured,
    List<DotName> strayIngresses) {

  /**
   * Where a handle points for one deployment that has it.
   *
   * @param deployment the name that the handle means
   * @param stage the stage that this deployment hosts; empty if there is no such deployment, or no
   *     such stage in this application's code
   * @param elsewhere whether the stage is in another image: it is not in this application's code,
   *     and the deployment has an image of its own
   */
  public record Target(String deployment, Optional<StageModel> stage, boolean elsewhere) {}

  /** Copies what could change. */
  public ApplicationModel {
    stages = List.copyOf(stages);
    handles = List.copyOf(handles);
    contracts = Map.copyOf(contracts);
    strayIngresses = List.copyOf(strayIngresses);
  }

  /** The stages with that name; more than one is a mistake. */
  public Optional<StageModel> stage(String name) {
    return stages.stream().filter(stage -> stage.name().equals(name)).findFirst();
  }

  /** The stage whose class this is, if it is one. */
  public Optional<StageModel> stageOf(DotName className) {
    return stages.stream().filter(stage -> stage.type().name().equals(className)).findFirst();
  }

  /** The names of all deployments. */
  public Set<String> deployments() {
    Set<String> names = new LinkedHashSet<>(configured.stages().keySet());
    for (StageModel stage : stages) {
      if (!configured.stages().containsValue(stage.name())) {
        names.add(stage.name());
      }
    }
    return names;
  }

  /** Where a handle points: one target for each deployment that hosts the class that has it. */
  public List<Target> targetsOf(HandlePoint handle) {
    Optional<StageModel> owner = stageOf(handle.owner().name());
    if (owner.isEmpty()) {
      return List.of(target(handle.logicalName()));
    }
    Set<String> names = new LinkedHashSet<>();
    for (String caller : hosting(owner.get().name())) {
      names.add(configured.targetOf(caller, handle.logicalName()));
    }
    List<Target> targets = new ArrayList<>();
    names.forEach(name -> targets.add(target(name)));
    return targets;
  }

  /** The contracts of handles that call a stage of another image, in the order of their handles. */
  public Set<ContractModel> contractsElsewhere() {
    Set<ContractModel> calling = new LinkedHashSet<>();
    for (HandlePoint handle : handles) {
      ContractModel contract = contracts.get(handle.type().name());
      if (contract != null && targetsOf(handle).stream().anyMatch(Target::elsewhere)) {
        calling.add(contract);
      }
    }
    return calling;
  }

  /** The names of the deployments that host the stage of that name, at least one. */
  public List<String> hosting(String stage) {
    return deployments().stream()
        .filter(deployment -> hostedBy(deployment).equals(stage))
        .sorted()
        .toList();
  }

  private Target target(String deployment) {
    Optional<StageModel> stage =
        deployments().contains(deployment) ? stage(hostedBy(deployment)) : Optional.empty();
    return new Target(
        deployment, stage, stage.isEmpty() && configured.ownImages().contains(deployment));
  }

  private String hostedBy(String deployment) {
    return configured.stages().getOrDefault(deployment, deployment);
  }
}
