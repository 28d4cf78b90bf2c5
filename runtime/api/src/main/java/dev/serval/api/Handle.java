package dev.serval.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Injects a client to another deployment. The type is either a contract, an interface whose methods
 * the target stage offers, or {@link DeploymentHandle}, the dynamic form.
 *
 * <p>A contract method that returns a plain value blocks the calling virtual thread; one that
 * returns {@code CompletionStage} or {@code Uni} is asynchronous; one that returns {@code
 * Flow.Publisher} or {@code Multi} streams.
 */
@Documented
@Target({ElementType.FIELD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
public @interface Handle {

  /**
   * The logical name of the deployment. Empty means the simple name of the contract, or, for a
   * {@link DeploymentHandle}, the name of the field or parameter. The settings of the calling
   * deployment may point the logical name at another deployment.
   */
  String value() default "";
}
