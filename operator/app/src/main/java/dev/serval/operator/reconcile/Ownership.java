package dev.serval.operator.reconcile;

import dev.serval.crds.v1alpha1.ServeApplication;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.Optional;

/** Which objects belong to an application: those that it controls, by uid. */
final class Ownership {

  private Ownership() {}

  static boolean isOwned(HasMetadata object, ServeApplication owner) {
    return controller(object)
        .filter(reference -> reference.getUid().equals(owner.getMetadata().getUid()))
        .isPresent();
  }

  /** What to say of an object that is in the way. */
  static String describeForeign(HasMetadata object, ServeApplication application) {
    String name = object.getKind() + " " + object.getMetadata().getName();
    String remedy =
        "; it is left as it is: delete it, or give the application or the deployment another name";
    return controller(object)
        .map(
            reference ->
                isNamesake(reference, application)
                    ? name + " belongs to an earlier application of this name and is being deleted"
                    : name
                        + " belongs to "
                        + reference.getKind()
                        + " "
                        + reference.getName()
                        + remedy)
        .orElse(name + " exists and was not made for this application" + remedy);
  }

  private static boolean isNamesake(OwnerReference reference, ServeApplication application) {
    return reference.getKind().equals(application.getKind())
        && reference.getName().equals(application.getMetadata().getName());
  }

  private static Optional<OwnerReference> controller(HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .filter(reference -> Boolean.TRUE.equals(reference.getController()))
        .findFirst();
  }
}
