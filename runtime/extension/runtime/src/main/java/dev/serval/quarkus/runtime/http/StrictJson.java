package dev.serval.quarkus.runtime.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.NumberDeserializers;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.serval.quarkus.runtime.config.IngressConfig.UnknownFields;
import dev.serval.quarkus.runtime.config.ServalConfig;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;

/**
 * How the JSON of requests is read: unknown fields as the settings say; numbers that a {@code
 * double} or {@code float} cannot hold, and texts that stand for no number, are errors.
 */
@Singleton
public class StrictJson implements ObjectMapperCustomizer {

  private final ServalConfig config;

  StrictJson(ServalConfig config) {
    this.config = config;
  }

  @Override
  public int priority() {
    return QUARKUS_CUSTOMIZER_PRIORITY;
  }

  @Override
  public void customize(ObjectMapper mapper) {
    mapper.configure(
        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
        config.ingress().unknownFields() == UnknownFields.REJECT
            || mapper.isEnabled(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES));
    SimpleModule finite = new SimpleModule("serval-finite-numbers");
    finite.addDeserializer(
        double.class, new Finite<>(new NumberDeserializers.DoubleDeserializer(double.class, 0d)));
    finite.addDeserializer(
        Double.class, new Finite<>(new NumberDeserializers.DoubleDeserializer(Double.class, null)));
    finite.addDeserializer(
        float.class, new Finite<>(new NumberDeserializers.FloatDeserializer(float.class, 0f)));
    finite.addDeserializer(
        Float.class, new Finite<>(new NumberDeserializers.FloatDeserializer(Float.class, null)));
    mapper.registerModule(finite);
  }

  /** Reads a number as Jackson does, and refuses one that is not finite. */
  private static final class Finite<N extends Number> extends StdScalarDeserializer<N> {

    private static final long serialVersionUID = 1L;

    private final StdScalarDeserializer<N> reader;

    Finite(StdScalarDeserializer<N> reader) {
      super(reader.handledType());
      this.reader = reader;
    }

    @Override
    @SuppressWarnings("unchecked")
    public N deserialize(JsonParser json, DeserializationContext context) throws IOException {
      N value = reader.deserialize(json, context);
      if (value != null && !Double.isFinite(value.doubleValue())) {
        return (N)
            context.handleWeirdStringValue(_valueClass, json.getText(), "not a finite number");
      }
      return value;
    }

    @Override
    public N getNullValue(DeserializationContext context) throws JsonMappingException {
      return reader.getNullValue(context);
    }
  }
}
