package dev.serval.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a stage: a class whose public methods other deployments can call through a {@link
 * Handle}.
 *
 * <p>A stage is an ordinary CDI bean. Without a scope of its own, each replica gets an instance of
 * its own, which is destroyed with the replica.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Stage {

  /**
   * The stage's name, unique in the application: 1 to 63 letters, digits and hyphens, starting with
   * a letter and not ending with a hyphen. Empty means the simple name of the class. A deployment
   * of that name hosts the stage unless the configuration names another.
   */
  String value() default "";
}
