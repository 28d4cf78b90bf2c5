package dev.serval.crds.schema;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The elements of this list are told apart by one of their fields. The API server refuses two with
 * the same, and server-side apply merges the list by it.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface ListMap {

  /** The field of the elements that tells them apart; it is required there. */
  String key();
}
