package dev.serval.operator.plan.object;

import dev.serval.crds.v1alpha1.ServeApplication;
import dev.serval.operator.plan.resolve.ObjectLabels;
import dev.serval.operator.plan.resolve.ResolvedApplication;
import dev.serval.operator.plan.resolve.ResolvedDeployment;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Map;

/** The metadata of objects: an application owns them all, so they go when it goes. */
final class OwnedMetadata {

  private OwnedMetadata() {}

  /** Of an object that there is one of in an application. */
  static ObjectMeta ofApplication(ResolvedApplication application, String name, String component) {
    return of(application, name, ObjectLabels.ofApplication(application.name(), component));
  }

  /** Of an object that there is one of in a deployment. */
  static ObjectMeta ofDeployment(ResolvedApplication application, ResolvedDeployment deployment) {
    return of(application, deployment.objectName(), ObjectLabels.ofDeployment(deployment));
  }

  private static ObjectMeta of(
      ResolvedApplication application, String name, Map<String, String> labels) {
    return new ObjectMetaBuilder()
        .withName(name)
        .withNamespace(application.namespace())
        .withLabels(labels)
        .withOwnerReferences(owner(application))
        .build();
  }

  private static OwnerReference owner(ResolvedApplication application) {
    return new OwnerReferenceBuilder()
        .withApiVersion(ServeApplication.GROUP + '/' + ServeApplication.VERSION)
        .withKind(ServeApplication.KIND)
        .withName(application.name())
        .withUid(application.uid())
        .withController(true)
        .withBlockOwnerDeletion(true)
        .build();
  }
}
