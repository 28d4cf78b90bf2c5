package dev.serval.core.codec;

import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Proxy;
import java.time.DayOfWeek;
import java.time.Month;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.fory.Fory;
import org.apache.fory.config.Config;
import org.apache.fory.context.ReadContext;
import org.apache.fory.context.WriteContext;
import org.apache.fory.exception.InsecureException;
import org.apache.fory.resolver.SharedRegistry;
import org.apache.fory.resolver.TypeResolver;
import org.apache.fory.serializer.JdkProxySerializer;
import org.apache.fory.serializer.LambdaSerializer;
import org.apache.fory.serializer.Serializer;
import org.apache.fory.serializer.TimeSerializers.ZoneIdSerializer;

/** Makes the Forys of one codec, all alike. */
final class ForyFactory {

  /** Versions of one class that may be met; a rollout needs two, and memory bounds the rest. */
  private static final int SCHEMA_VERSIONS = 64;

  /** Enums of the JDK that values may hold, which Fory does not know by itself. */
  private static final List<Class<?>> JDK_ENUMS =
      List.of(DayOfWeek.class, Month.class, TimeUnit.class, ChronoUnit.class);

  /** What Fory 1.6 carries even where registration is required; received, it would be run. */
  private static final List<Class<?>> CODE =
      List.of(
          LambdaSerializer.ReplaceStub.class,
          JdkProxySerializer.ReplaceStub.class,
          SerializedLambda.class,
          Class.class);

  private final TypeTable types;
  private final CodecLimits limits;

  /** Shared, so that type descriptions and generated code are made once for all instances. */
  private final SharedRegistry registry = new SharedRegistry();

  ForyFactory(TypeTable types, CodecLimits limits) {
    this.types = types;
    this.limits = limits;
  }

  Fory create() {
    Fory fory =
        Fory.builder()
            .withXlang(false)
            .withCompatible(true)
            .withRefTracking(false)
            .requireClassRegistration(true)
            .suppressClassRegistrationWarnings(true)
            .withDeserializeUnknownClass(false)
            // Whether Guava is on the class path must not decide what two processes agree on.
            .registerGuavaTypes(false)
            // By ordinal, a constant inserted before others would change the meaning of those.
            .serializeEnumByName(true)
            .withMaxDepth(limits.maxDepth() + 1)
            .withMaxGraphMemoryBytes(limits.maxGraphBytes())
            .withMaxUnbackedContainerItems(limits.maxUnbackedItems())
            .withMaxTypeFields(limits.maxTypeFields())
            .withMaxSchemaVersionsPerType(SCHEMA_VERSIONS)
            .withBufferSizeLimitBytes(ForyWorker.KEPT_BYTES)
            .withSharedRegistry(registry)
            .withClassLoader(classLoader())
            .withSerializerFactory(ForyFactory::refuseCode)
            .build();
    types.ids().forEach((type, id) -> fory.register(type, id));
    JDK_ENUMS.forEach(type -> fory.register(type, TypeTable.idOf(type.getName())));
    // The class of named zones is not public.
    Class<?> namedZone = ZoneId.of("Europe/Paris").getClass();
    fory.register(namedZone, TypeTable.idOf(namedZone.getName()));
    fory.registerSerializer(namedZone, resolver -> new NamedZones(resolver.getConfig()));
    CODE.forEach(type -> fory.registerSerializer(type, new Refusal(fory.getConfig(), type)));
    return fory;
  }

  /** Lambdas and proxies have classes of their own, one each. */
  private static Serializer<?> refuseCode(TypeResolver resolver, Class<?> type) {
    return type.isHidden() || Proxy.isProxyClass(type)
        ? new Refusal(resolver.getConfig(), type)
        : null;
  }

  private ClassLoader classLoader() {
    return types.ids().keySet().stream()
        .map(Class::getClassLoader)
        .findFirst()
        .orElse(ForyCodec.class.getClassLoader());
  }

  private static final class NamedZones extends ZoneIdSerializer {
    NamedZones(Config config) {
      super(config, ZoneId.class);
    }
  }

  private static final class Refusal extends Serializer<Object> {

    @SuppressWarnings("unchecked") // it never sees an instance
    Refusal(Config config, Class<?> type) {
      super(config, (Class<Object>) type);
    }

    @Override
    public void write(WriteContext context, Object value) {
      throw new InsecureException(value.getClass().getTypeName() + " is code, not a value");
    }

    @Override
    public Object read(ReadContext context) {
      throw new InsecureException(type.getTypeName() + " is code, not a value");
    }
  }
}
