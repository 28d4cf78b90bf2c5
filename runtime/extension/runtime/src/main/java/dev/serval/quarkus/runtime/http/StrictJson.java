package dev.serval.quarkus.runtime.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
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
        double.class,
        new FiniteDouble(new NumberDeserializers.DoubleDeserializer(double.class, 0d)));
    finite.addDeserializer(
        Double.class,
        new FiniteDouble(new NumberDeserializers.DoubleDeserializer(Double.class, null)));
    finite.addDeserializer(
        float.class, new FiniteFloat(new NumberDeserializers.FloatDeserializer(float.class, 0f)));
    finite.addDeserializer(
        Float.class, new FiniteFloat(new NumberDeserializers.FloatDeserializer(Float.class, null)));
    mapper.registerModule(finite);
  }

  private static final class FiniteDouble extends StdScalarDeserializer<Double> {

    private static final long serialVersionUID = 1L;

    private final NumberDeserializers.DoubleDeserializer reader;

    FiniteDouble(NumberDeserializers.DoubleDeserializer reader) {
      super(reader.handledType());
      this.reader = reader;
    }

    @Override
    public Double deserialize(JsonParser json, DeserializationContext context) throws IOException {
      Double value = reader.deserialize(json, context);
      if (value != null && (value.isNaN() || value.isInfinite())) {
        return (Double)
            context.handleWeirdStringValue(_valueClass, json.getText(), "not a finite number");
      }
      return value;
    }

    @Override
    public Double getNullValue(DeserializationContext context)
        throws com.fasterxml.jackson.databind.JsonMappingException {
      return reader.getNullValue(context);
    }
  }

  private static final class FiniteFloat extends StdScalarDeserializer<Float> {

    private static final long serialVersionUID = 1L;

    private final NumberDeserializers.FloatDeserializer reader;

    FiniteFloat(NumberDeserializers.FloatDeserializer reader) {
      super(reader.handledType());
      this.reader = reader;
    }

    @Override
    public Float deserialize(JsonParser json, DeserializationContext context) throws IOException {
      Float value = reader.deserialize(json, context);
      if (value != null && (value.isNaN() || value.isInfinite())) {
        return (Float)
            context.handleWeirdStringValue(_valueClass, json.getText(), "not a finite number");
      }
      return value;
    }

    @Override
    public Float getNullValue(DeserializationContext context)
        throws com.fasterxml.jackson.databind.JsonMappingException {
      return reader.getNullValue(context);
    }
  }
}
