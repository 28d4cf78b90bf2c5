package dev.serval.core.codec;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeResolverBuilder;
import com.fasterxml.jackson.databind.jsontype.impl.StdTypeResolverBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What Jackson isn't told by annotations. The permitted subclasses of a sealed type are its only
 * subtypes: names in the data are looked up among those, so that they can't make it load any class.
 * And unknown properties are skipped.
 */
final class SmileIntrospector extends JacksonAnnotationIntrospector {

  /** The property that names the subclass. */
  static final String PROPERTY = "@type";

  private static final long serialVersionUID = 1L;

  private static final JsonTypeInfo.Value BY_NAME =
      JsonTypeInfo.Value.construct(
          JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, PROPERTY, null, false, null);

  /**
   * Skips them where they are met. With {@code FAIL_ON_UNKNOWN_PROPERTIES} switched off instead,
   * Jackson 2.20 keeps them until a record is complete, which with some damaged input never ends.
   */
  @Override
  public JsonIgnoreProperties.Value findPropertyIgnoralByName(
      MapperConfig<?> config, Annotated annotated) {
    return super.findPropertyIgnoralByName(config, annotated).withIgnoreUnknown();
  }

  @Override
  public TypeResolverBuilder<?> findTypeResolver(
      MapperConfig<?> config, AnnotatedClass type, JavaType base) {
    TypeResolverBuilder<?> annotated = super.findTypeResolver(config, type, base);
    return annotated != null || !isOfSealed(type.getRawType())
        ? annotated
        : new StdTypeResolverBuilder(BY_NAME);
  }

  @Override
  public List<NamedType> findSubtypes(Annotated annotated) {
    List<NamedType> declared = super.findSubtypes(annotated);
    Class<?> type = annotated.getRawType();
    if (declared != null || !type.isSealed() || !isOfSealed(type)) {
      return declared;
    }
    List<NamedType> subtypes = new ArrayList<>();
    for (Class<?> permitted : type.getPermittedSubclasses()) {
      subtypes.add(new NamedType(permitted, permitted.getName()));
    }
    return subtypes;
  }

  @Override
  public String findTypeName(AnnotatedClass type) {
    String declared = super.findTypeName(type);
    return declared != null || !isOfSealed(type.getRawType())
        ? declared
        : type.getRawType().getName();
  }

  private static boolean isOfSealed(Class<?> type) {
    // The JDK has sealed types too: ZoneId, for one.
    if (type == null || type.isEnum() || JdkCarriage.of(type) != JdkCarriage.USER) {
      return false;
    }
    return type.isSealed()
        || Stream.concat(Stream.ofNullable(type.getSuperclass()), Stream.of(type.getInterfaces()))
            .anyMatch(SmileIntrospector::isOfSealed);
  }
}
