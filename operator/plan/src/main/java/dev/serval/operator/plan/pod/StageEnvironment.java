package dev.serval.operator.plan.pod;

import dev.serval.crds.v1alpha1.pod.EnvironmentSource;
import dev.serval.crds.v1alpha1.pod.EnvironmentVariable;
import dev.serval.crds.v1alpha1.pod.FieldReference;
import dev.serval.crds.v1alpha1.pod.KeyReference;
import dev.serval.crds.v1alpha1.pod.ResourceFieldReference;
import dev.serval.operator.plan.resolve.ResolvedDeployment;
import dev.serval.operator.plan.topology.TopologyConfig;
import io.fabric8.kubernetes.api.model.ConfigMapKeySelector;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.EnvVarSourceBuilder;
import io.fabric8.kubernetes.api.model.ObjectFieldSelector;
import io.fabric8.kubernetes.api.model.ResourceFieldSelector;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The environment of a stage's container. */
public final class StageEnvironment {

  private static final String ANY_ADDRESS = "0.0.0.0";

  private StageEnvironment() {}

  /** The operator's variables, then the user's, which may therefore refer to them. */
  static List<EnvVar> of(ResolvedDeployment deployment) {
    List<EnvVar> variables = new ArrayList<>(own(deployment));
    Set<String> taken = names(variables);
    deployment.spec().env().stream()
        .filter(variable -> !taken.contains(variable.name()))
        .map(StageEnvironment::converted)
        .forEach(variables::add);
    return variables;
  }

  /** The variables of the user's that the operator sets itself. */
  public static List<EnvironmentVariable> reserved(ResolvedDeployment deployment) {
    Set<String> taken = names(own(deployment));
    return deployment.spec().env().stream()
        .filter(variable -> taken.contains(variable.name()))
        .toList();
  }

  private static List<EnvVar> own(ResolvedDeployment deployment) {
    return List.of(
        variable("SERVAL_APPLICATION", deployment.application()),
        variable("SERVAL_DEPLOYMENT", deployment.name()),
        ofPod("SERVAL_POD_NAME", "metadata.name"),
        ofPod("SERVAL_POD_IP", "status.podIP"),
        ofPod("SERVAL_NODE_NAME", "spec.nodeName"),
        variable("SERVAL_LISTEN_HOST", ANY_ADDRESS),
        variable("SERVAL_LISTEN_PORT", Integer.toString(TopologyConfig.WIRE_PORT)),
        variable("QUARKUS_HTTP_HOST", ANY_ADDRESS),
        variable("QUARKUS_HTTP_PORT", Integer.toString(StagePorts.HTTP_NUMBER)),
        variable(
            "SMALLRYE_CONFIG_LOCATIONS", TopologyConfig.DIRECTORY + '/' + TopologyConfig.FILE));
  }

  private static Set<String> names(List<EnvVar> variables) {
    return variables.stream().map(EnvVar::getName).collect(Collectors.toSet());
  }

  private static EnvVar variable(String name, String value) {
    return new EnvVarBuilder().withName(name).withValue(value).build();
  }

  private static EnvVar ofPod(String name, String path) {
    return new EnvVarBuilder()
        .withName(name)
        .withValueFrom(
            new EnvVarSourceBuilder().withFieldRef(field(new FieldReference(path))).build())
        .build();
  }

  private static EnvVar converted(EnvironmentVariable variable) {
    return new EnvVarBuilder()
        .withName(variable.name())
        .withValue(variable.value())
        .withValueFrom(variable.valueFrom() == null ? null : converted(variable.valueFrom()))
        .build();
  }

  private static EnvVarSource converted(EnvironmentSource source) {
    EnvVarSource converted = new EnvVarSource();
    if (source.secretKeyRef() != null) {
      KeyReference key = source.secretKeyRef();
      converted.setSecretKeyRef(new SecretKeySelector(key.key(), key.name(), key.optional()));
    }
    if (source.configMapKeyRef() != null) {
      KeyReference key = source.configMapKeyRef();
      converted.setConfigMapKeyRef(new ConfigMapKeySelector(key.key(), key.name(), key.optional()));
    }
    if (source.fieldRef() != null) {
      converted.setFieldRef(field(source.fieldRef()));
    }
    if (source.resourceFieldRef() != null) {
      ResourceFieldReference resource = source.resourceFieldRef();
      converted.setResourceFieldRef(
          new ResourceFieldSelector(null, resource.divisor(), resource.resource()));
    }
    return converted;
  }

  private static ObjectFieldSelector field(FieldReference reference) {
    return new ObjectFieldSelector("v1", reference.fieldPath());
  }
}
