package dev.serval.crds.schema;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The bounds of a {@link Timespan}, both allowed. */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Within {

  /** The shortest that is allowed, such as {@code 1s}. */
  String min() default "0s";

  /** The longest that is allowed, such as {@code 24h}. */
  String max();
}
