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
    Optional<OwnerReference> owner = controller(object);
    if (owner.isEmpty()) {
      return name
          + " exists and was not made for this application: delete it, or give the application or"
          + " the deployment another name";
    }
    if (isNamesake(owner.get(), application)) {
      return name + " belongs to an earlier application of this name and is being deleted";
    }
    return name
        + " belongs to "
        + owner.get().getKind()
        + " "
        + owner.get().getName()
        + ": give the application or the deployment another name";
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
