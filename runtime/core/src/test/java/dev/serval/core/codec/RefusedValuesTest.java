package dev.serval.core.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serval.core.codec.Samples.Circle;
import dev.serval.core.codec.Samples.Item;
import dev.serval.core.codec.Samples.Pair;
import dev.serval.core.codec.Samples.Tier;
import dev.serval.core.codec.Samples.Tree;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.fory.Fory;
import org.apache.fory.exception.ForyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is refused when it is written, and that a refusal leaves nothing behind. */
class RefusedValuesTest {

  record Stranger(int number) {}

  record Holder(Object content) {}

  static class Node {
    final int[] payload = new int[1000];
    final List<Node> next = new ArrayList<>();
    Node[] others = {};
    Map<String, Optional<Node>> named = Map.of();
  }

  private static final TypeTable TYPES =
      TypeTable.of(
          Node.class, Holder.class, Item.class, Pair.class, Tree.class, Tier.class, Circle.class);

  private final ForyCodec fory = new ForyCodec(TYPES, CodecLimits.DEFAULT);
  private final ByteBuf out = Unpooled.buffer();

  static Stream<Codec> codecs() {
    return Stream.of(
        new ForyCodec(TYPES, CodecLimits.DEFAULT), new SmileCodec(CodecLimits.DEFAULT));
  }

  @Test
  void anUnregisteredClassIsNotWritten() {
    assertThatThrownBy(() -> fory.encode(new Stranger(1), Stranger.class, out))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining(Stranger.class.getName())
        .hasMessageContaining("not registered");
    assertThatThrownBy(() -> fory.encode(new Holder(new Stranger(1)), Holder.class, out))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining(Stranger.class.getName());
    assertThat(out.isReadable()).isFalse();
  }

  @Test
  void anUnregisteredClassIsNotRead() {
    new ForyCodec(TypeTable.of(Stranger.class), CodecLimits.DEFAULT)
        .encode(new Stranger(1), Stranger.class, out);
    assertThatThrownBy(() -> fory.decode(out, Object.class)).isInstanceOf(CodecException.class);
    out.clear();
    new ForyCodec(TypeTable.of(Stranger.class, Holder.class), CodecLimits.DEFAULT)
        .encode(new Holder(List.of(new Stranger(1))), Holder.class, out);
    assertThatThrownBy(() -> fory.decode(out, Object.class)).isInstanceOf(CodecException.class);
  }

  @Test
  void tablesThatDifferAgreeOnTheTypesTheyShare() {
    ForyCodec other =
        new ForyCodec(TypeTable.of(Stranger.class, Item.class, Holder.class), CodecLimits.DEFAULT);
    other.encode(Samples.item(1), Item.class, out);
    assertThat(fory.decode(out, Item.class)).isEqualTo(Samples.item(1));
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void cyclesAreRefusedWhicheverWayTheyRun(Codec codec) {
    Node list = new Node();
    list.next.add(list);
    Node array = new Node();
    array.others = new Node[] {null, array};
    Node map = new Node();
    map.named = Map.of("self", Optional.of(map));
    Node around = new Node();
    around.next.add(new Node());
    around.next.getFirst().others = new Node[] {around};
    for (Node node : List.of(list, array, map, around)) {
      assertThatThrownBy(() -> codec.encode(node, Node.class, out))
          .isInstanceOf(CodecException.class)
          .hasMessageMatching(".*(contains itself|maximum allowed).*");
    }
  }

  @Test
  void aListThatContainsItselfIsRefused() {
    List<Object> list = new ArrayList<>();
    list.add(list);
    assertThatThrownBy(() -> fory.encode(new Holder(list), Holder.class, out))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("contains itself");
    // Nothing in this table can contain itself, so that Fory runs until the stack ends.
    ForyCodec flat = new ForyCodec(TypeTable.of(Item.class), CodecLimits.DEFAULT);
    assertThatThrownBy(() -> flat.encode(list, List.class, out))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("circular references");
    flat.encode(Samples.item(1), Item.class, out);
    assertThat(flat.decode(out, Item.class)).isEqualTo(Samples.item(1));
  }

  @Test
  void sharedChildrenThatMultiplyAreRefused() {
    ForyCodec small = new ForyCodec(TYPES, CodecLimits.DEFAULT.withMaxBodyBytes(10_000));
    Tree tree = new Tree("leaf", List.of());
    for (int i = 0; i < 25; i++) {
      tree = new Tree("twice", List.of(tree, tree));
    }
    Tree bomb = tree;
    assertThatThrownBy(() -> small.encode(bomb, Tree.class, out))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("more than 10000 objects");
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void whatIsWrittenAtTheDepthLimitCanBeRead(Codec codec) {
    Tree deepest = null;
    for (int depth = 1; depth < 70; depth++) {
      Tree tree = Samples.tree(depth);
      ByteBuf bytes = Unpooled.buffer();
      try {
        codec.encode(tree, Tree.class, bytes);
      } catch (CodecException refused) {
        break;
      }
      assertThat(codec.decode(bytes, Tree.class)).isEqualTo(tree);
      deepest = tree;
    }
    assertThat(deepest).isEqualTo(Samples.tree(32));
  }

  @Test
  void codeIsNotWritten() {
    for (Object value : code()) {
      assertThatThrownBy(() -> fory.encode(value, Object.class, out))
          .isInstanceOf(CodecException.class);
    }
  }

  @Test
  void codeThatFiguresInTheBytesIsNotRun() {
    Fory careless =
        Fory.builder().withXlang(false).withCompatible(true).requireClassRegistration(true).build();
    careless.register(Handler.class, TypeTable.idOf(Handler.class.getName()));
    ForyCodec careful = new ForyCodec(TypeTable.of(Handler.class), CodecLimits.DEFAULT);
    int tried = 0;
    for (Object value : code()) {
      byte[] bytes;
      try {
        bytes = careless.serialize(value);
      } catch (ForyException notEvenFory) {
        continue;
      }
      tried++;
      ByteBuf body = Unpooled.buffer();
      RawSegments.writeCount(RawSegments.OBJECT, bytes.length, body).writeBytes(bytes);
      assertThatThrownBy(() -> careful.decode(body, Object.class))
          .isInstanceOf(CodecException.class)
          .hasMessageContaining("is code, not a value");
    }
    assertThat(tried).isEqualTo(3);
  }

  record Handler(int number) implements InvocationHandler {
    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) {
      return null;
    }
  }

  private static List<Object> code() {
    ClassLoader loader = RefusedValuesTest.class.getClassLoader();
    return List.of(
        (Runnable & Serializable) () -> {},
        Proxy.newProxyInstance(loader, new Class<?>[] {Comparable.class}, new Handler(1)),
        String.class,
        Thread.currentThread(),
        loader);
  }

  @Test
  void aRefusalLeavesNothingBehind() {
    List<Object> sound = List.of(new Pair<>(Samples.items(2), Map.of("k", Samples.item(1))));
    ByteBuf fresh = Unpooled.buffer();
    new ForyCodec(TYPES, CodecLimits.DEFAULT).encode(sound, List.class, fresh);
    for (int i = 0; i < 100; i++) {
      List<Object> unsound =
          List.of(new Pair<>(List.of(Samples.item(1)), Map.of("k", new Stranger(i))));
      assertThatThrownBy(() -> fory.encode(unsound, List.class, Unpooled.buffer()))
          .isInstanceOf(CodecException.class);
      ByteBuf again = Unpooled.buffer();
      fory.encode(sound, List.class, again);
      assertThat(ByteBufUtil.getBytes(again)).isEqualTo(ByteBufUtil.getBytes(fresh));
      assertThat(fory.decode(again, List.class)).isEqualTo(sound);
    }
  }
}
