package dev.serval.quarkus.deployment;

import java.util.Map;
import org.jboss.jandex.ClassType;
import org.jboss.jandex.DotName;
import org.jboss.jandex.Type;

/**
 * What a method returns: a value, or something that will have it.
 *
 * @param form of the return type
 * @param type the value, or one element of the stream
 */
public record Returned(Form form, Type type) {

  private static final Map<DotName, Form> FORMS =
      Map.of(
          ServalNames.COMPLETION_STAGE, Form.COMPLETION_STAGE,
          ServalNames.COMPLETABLE_FUTURE, Form.COMPLETION_STAGE,
          ServalNames.UNI, Form.UNI,
          ServalNames.PUBLISHER, Form.PUBLISHER,
          ServalNames.MULTI, Form.MULTI);

  /** The forms of return types. */
  public enum Form {
    /** The value itself. */
    VALUE,
    /** {@code CompletionStage} or {@code CompletableFuture}. */
    COMPLETION_STAGE,
    /** {@code Uni}. */
    UNI,
    /** {@code Flow.Publisher}. */
    PUBLISHER,
    /** {@code Multi}. */
    MULTI;

    /** Whether there are elements rather than a value. */
    public boolean streams() {
      return this == PUBLISHER || this == MULTI;
    }
  }

  /** What a method with the given return type returns. */
  public static Returned of(Type returnType) {
    Form form = FORMS.getOrDefault(returnType.name(), Form.VALUE);
    if (form == Form.VALUE) {
      return new Returned(form, returnType);
    }
    Type inner =
        returnType.kind() == Type.Kind.PARAMETERIZED_TYPE
            ? SignatureTypes.bound(returnType.asParameterizedType().arguments().getFirst())
            : ClassType.OBJECT_TYPE;
    return new Returned(form, inner);
  }
}
