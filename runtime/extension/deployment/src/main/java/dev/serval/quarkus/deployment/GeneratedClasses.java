package dev.serval.quarkus.deployment;

import io.quarkus.deployment.GeneratedClassGizmo2Adaptor;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.builditem.ApplicationClassPredicateBuildItem;
import io.quarkus.deployment.builditem.GeneratedClassBuildItem;
import io.quarkus.deployment.builditem.GeneratedResourceBuildItem;
import io.quarkus.gizmo2.Expr;
import io.quarkus.gizmo2.Gizmo;
import io.quarkus.gizmo2.creator.BlockCreator;
import java.lang.constant.ClassDesc;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What the generators of classes share. */
public final class GeneratedClasses {

  private static final Map<String, ClassDesc> WRAPPERS =
      Map.of(
          "Z", ClassDesc.of("java.lang.Boolean"),
          "B", ClassDesc.of("java.lang.Byte"),
          "S", ClassDesc.of("java.lang.Short"),
          "C", ClassDesc.of("java.lang.Character"),
          "I", ClassDesc.of("java.lang.Integer"),
          "J", ClassDesc.of("java.lang.Long"),
          "F", ClassDesc.of("java.lang.Float"),
          "D", ClassDesc.of("java.lang.Double"));

  private GeneratedClasses() {}

  /**
   * Generates classes that are loaded by the class loader of the class they belong to, so that they
   * may call what is package-private there.
   *
   * @param belongsTo the user's class for each generated one, both by name
   */
  public static Gizmo generator(
      BuildProducer<GeneratedClassBuildItem> classes,
      BuildProducer<GeneratedResourceBuildItem> resources,
      List<ApplicationClassPredicateBuildItem> applicationClasses,
      Function<String, String> belongsTo) {
    return Gizmo.create(
        new GeneratedClassGizmo2Adaptor(
            classes,
            resources,
            (String name) -> {
              String owner = belongsTo.apply(name.replace('/', '.'));
              return applicationClasses.stream().anyMatch(predicate -> predicate.test(owner));
            }));
  }

  /** The value as an {@code Object}. */
  public static Expr boxed(BlockCreator block, Expr value) {
    return value.type().isPrimitive() ? block.box(value) : value;
  }

  /** An {@code Object} as what it is declared to be. */
  public static Expr cast(BlockCreator block, Expr object, ClassDesc type) {
    ClassDesc wrapper = WRAPPERS.get(type.descriptorString());
    return wrapper == null ? block.cast(object, type) : block.unbox(block.cast(object, wrapper));
  }
}
