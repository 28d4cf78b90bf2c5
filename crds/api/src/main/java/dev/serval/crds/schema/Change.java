package dev.serval.crds.schema;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a change of this field of the spec does to what runs. Every field carries one, or its type
 * is a record whose fields do.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Change {

  /** The class of the change; it holds for everything below the field. */
  ChangeClass value();
}
