package dev.serval.core.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rolling update: sender and receiver have different versions of the same class. */
class CodecVersionsTest {

  private static final Version FIRST =
      Version.of("record Quote(String id, double price, List<String> tags) {}");

  private static final Object QUOTE = FIRST.make("Quote", "q1", 2.5, List.of("a", "b"));

  @ParameterizedTest
  @ValueSource(strings = {"fory", "smile"})
  void anAddedComponentIsDefaultOneWayAndSkippedTheOther(String codec) {
    Version second =
        Version.of(
            "record Quote(String id, double price, List<String> tags, String note,"
                + " int stock, boolean open, Long seen) {}");
    Object decoded = send(codec, FIRST, QUOTE, second);
    assertThat(decoded)
        .hasToString(
            "Quote[id=q1, price=2.5, tags=[a, b], note=null, stock=0, open=false, seen=null]");
    Object newer = second.make("Quote", "q2", 1.0, List.of(), "n", 3, true, 4L);
    assertThat(send(codec, second, newer, FIRST)).hasToString("Quote[id=q2, price=1.0, tags=[]]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fory", "smile"})
  void aRemovedComponentIsSkippedOneWayAndDefaultTheOther(String codec) {
    Version second = Version.of("record Quote(double price, List<String> tags) {}");
    assertThat(send(codec, FIRST, QUOTE, second)).hasToString("Quote[price=2.5, tags=[a, b]]");
    assertThat(send(codec, second, second.make("Quote", 1.0, List.of("c")), FIRST))
        .hasToString("Quote[id=null, price=1.0, tags=[c]]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fory", "smile"})
  void reorderedComponentsKeepTheirValues(String codec) {
    Version second = Version.of("record Quote(List<String> tags, String id, double price) {}");
    assertThat(send(codec, FIRST, QUOTE, second))
        .hasToString("Quote[tags=[a, b], id=q1, price=2.5]");
    assertThat(send(codec, second, second.make("Quote", List.of("c"), "q", 1.0), FIRST))
        .hasToString("Quote[id=q, price=1.0, tags=[c]]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fory", "smile"})
  void aNarrowerNumberIsConverted(String codec) {
    Version second = Version.of("record Quote(String id, float price, List<String> tags) {}");
    assertThat(send(codec, FIRST, QUOTE, second))
        .hasToString("Quote[id=q1, price=2.5, tags=[a, b]]");
    assertThat(send(codec, second, second.make("Quote", "q", 1.5f, List.of()), FIRST))
        .hasToString("Quote[id=q, price=1.5, tags=[]]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fory", "smile"})
  void aFieldAddedToAClassKeepsItsInitialValue(String codec) {
    Version first = Version.of("class Cart { public int items = 1; }");
    Version second =
        Version.of(
            "class Cart { public String owner = \"nobody\"; public int items = 1;"
                + " @Override public String toString() { return owner + items; } }");
    assertThat(send(codec, first, "Cart", second)).hasToString("nobody1");
    assertThat(send(codec, second, "Cart", first)).hasFieldOrPropertyWithValue("items", 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fory", "smile"})
  void aChangedClassInsideCollectionsIsConvertedToo(String codec) {
    String basket = "record Basket(List<Line> lines, Map<String, Line> named) {} ";
    Version first = Version.of(basket + "record Line(String sku, int count) {}");
    Version second = Version.of(basket + "record Line(int count, String unit, String sku) {}");
    Object line = first.make("Line", "s", 2);
    Object value = first.make("Basket", List.of(line, line), Map.of("k", line));
    assertThat(send(codec, first, value, second))
        .hasToString(
            "Basket[lines=[Line[count=2, unit=null, sku=s], Line[count=2, unit=null, sku=s]],"
                + " named={k=Line[count=2, unit=null, sku=s]}]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fory", "smile"})
  void constantsKeepTheirMeaningWhenOneIsInserted(String codec) {
    Version first = Version.of("enum Size { SMALL, LARGE }");
    Version second = Version.of("enum Size { SMALL, MEDIUM, LARGE }");
    assertThat(send(codec, first, first.constant("Size", "LARGE"), second)).hasToString("LARGE");
    assertThat(send(codec, second, second.constant("Size", "LARGE"), first)).hasToString("LARGE");
    assertThatThrownBy(() -> send(codec, second, second.constant("Size", "MEDIUM"), first))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("shop.Size");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fory", "smile"})
  void aSubclassAddedToASealedTypeIsRefusedAndTheOthersWork(String codec) {
    Version first = Version.of("sealed interface Pay {} record Cash(int sum) implements Pay {}");
    Version second =
        Version.of(
            "sealed interface Pay {} record Card(String no, int sum) implements Pay {}"
                + " record Cash(int sum) implements Pay {}");
    assertThat(sendAs("Pay", codec, second, second.make("Cash", 5), first))
        .hasToString("Cash[sum=5]");
    assertThatThrownBy(() -> sendAs("Pay", codec, second, second.make("Card", "1", 5), first))
        .isInstanceOf(CodecException.class);
    assertThat(sendAs("Pay", codec, first, first.make("Cash", 5), second))
        .hasToString("Cash[sum=5]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fory", "smile"})
  void aComponentOfAnUnrelatedTypeIsAnErrorNotAnotherValue(String codec) {
    Version second =
        Version.of("record Quote(List<String> id, double price, List<String> tags) {}");
    assertThatThrownBy(() -> send(codec, FIRST, QUOTE, second)).isInstanceOf(CodecException.class);
  }

  private static Object send(String codec, Version from, Object value, Version to) {
    Object sent = value instanceof String name ? from.make(name) : value;
    return sendAs(sent.getClass().getSimpleName(), codec, from, sent, to);
  }

  private static Object sendAs(String type, String codec, Version from, Object value, Version to) {
    ByteBuf buffer = Unpooled.buffer();
    codec(codec, from).encode(value, from.type(type), buffer);
    return codec(codec, to).decode(buffer, to.type(type));
  }

  private static Codec codec(String name, Version version) {
    return name.equals("fory")
        ? new ForyCodec(version.table(), CodecLimits.DEFAULT)
        : new SmileCodec(CodecLimits.DEFAULT);
  }
}
