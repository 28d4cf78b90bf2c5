package dev.serval.core.codec;

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
 * Tells Jackson that the permitted subclasses of a sealed type are its only subtypes. Names in the
 * data are looked up among those, so that they can't make it load any class.
 */
final class SealedTypes extends JacksonAnnotationIntrospector {

  /** The property that names the subclass. */
  static final String PROPERTY = "@type";

  private static final long serialVersionUID = 1L;

  private static final JsonTypeInfo.Value BY_NAME =
      JsonTypeInfo.Value.construct(
          JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, PROPERTY, null, false, null);

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
    if (declared != null || !annotated.getRawType().isSealed()) {
      return declared;
    }
    List<NamedType> subtypes = new ArrayList<>();
    for (Class<?> permitted : annotated.getRawType().getPermittedSubclasses()) {
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
    if (type == null || type.isEnum()) {
      return false;
    }
    return type.isSealed()
        || Stream.concat(Stream.ofNullable(type.getSuperclass()), Stream.of(type.getInterfaces()))
            .anyMatch(SealedTypes::isOfSealed);
  }
}
