package dev.serval.core.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.function.Function;

/**
 * What Jackson's core doesn't know: {@code java.time} as ISO-8601 text, exact to the nanosecond,
 * and {@code Optional} as its value or null.
 */
final class SmileJdkTypes extends SimpleModule {

  private static final long serialVersionUID = 1L;

  SmileJdkTypes() {
    super("serval-jdk");
    text(Instant.class, Instant::parse);
    text(Duration.class, Duration::parse);
    text(Period.class, Period::parse);
    text(LocalDate.class, LocalDate::parse);
    text(LocalTime.class, LocalTime::parse);
    text(LocalDateTime.class, LocalDateTime::parse);
    text(OffsetDateTime.class, OffsetDateTime::parse);
    text(OffsetTime.class, OffsetTime::parse);
    text(ZonedDateTime.class, ZonedDateTime::parse);
    // Not Year.parse, which wants a plus sign that Year.toString doesn't write.
    text(Year.class, year -> Year.of(Integer.parseInt(year)));
    text(YearMonth.class, YearMonth::parse);
    text(MonthDay.class, MonthDay::parse);
    text(ZoneId.class, ZoneId::of);
    text(ZoneOffset.class, ZoneOffset::of);
    addSerializer(new OptionalWriter());
    addDeserializer(Optional.class, new OptionalReader(null));
  }

  private <T> void text(Class<T> type, Function<String, T> parse) {
    addSerializer(type, new ToStringSerializer(type));
    addDeserializer(type, new TextReader<>(type, parse));
    addKeyDeserializer(
        type,
        new KeyDeserializer() {
          @Override
          public Object deserializeKey(String key, DeserializationContext context) {
            return parse.apply(key);
          }
        });
  }

  private static final class TextReader<T> extends FromStringDeserializer<T> {
    private static final long serialVersionUID = 1L;

    private final transient Function<String, T> parse;

    TextReader(Class<T> type, Function<String, T> parse) {
      super(type);
      this.parse = parse;
    }

    @Override
    protected T _deserialize(String text, DeserializationContext context) {
      return parse.apply(text);
    }
  }

  private static final class OptionalWriter extends StdSerializer<Optional<?>> {
    private static final long serialVersionUID = 1L;

    OptionalWriter() {
      super(Optional.class, false);
    }

    @Override
    public void serialize(Optional<?> value, JsonGenerator generator, SerializerProvider provider)
        throws IOException {
      provider.defaultSerializeValue(value.orElse(null), generator);
    }
  }

  private static final class OptionalReader extends StdDeserializer<Optional<?>>
      implements ContextualDeserializer {
    private static final long serialVersionUID = 1L;

    private final transient JsonDeserializer<Object> content;

    OptionalReader(JsonDeserializer<Object> content) {
      super(Optional.class);
      this.content = content;
    }

    @Override
    public JsonDeserializer<?> createContextual(
        DeserializationContext context, BeanProperty property) throws JsonMappingException {
      JavaType element = context.getContextualType().containedTypeOrUnknown(0);
      return new OptionalReader(context.findRootValueDeserializer(element));
    }

    @Override
    public Optional<?> deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      return Optional.ofNullable(content.deserialize(parser, context));
    }

    @Override
    public Optional<?> getNullValue(DeserializationContext context) {
      return Optional.empty();
    }

    @Override
    public Object getAbsentValue(DeserializationContext context) {
      return Optional.empty();
    }
  }
}
