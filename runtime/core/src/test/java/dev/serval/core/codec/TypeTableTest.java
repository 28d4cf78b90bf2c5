package dev.serval.core.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serval.core.codec.Samples.Circle;
import dev.serval.core.codec.Samples.Item;
import dev.serval.core.codec.Samples.Tree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TypeTableTest {

  @Test
  void idsDependOnNamesOnly() {
    TypeTable one = TypeTable.of(Item.class, Circle.class);
    TypeTable other = TypeTable.of(List.of(Tree.class, Circle.class, Item.class, Item.class));
    assertThat(other.ids()).containsAllEntriesOf(one.ids()).hasSize(3);
    assertThat(other.contains(Tree.class)).isTrue();
    assertThat(one.contains(Tree.class)).isFalse();
  }

  @Test
  void idsAreFixedForEver() {
    assertThat(TypeTable.idOf("com.example.Quote")).isEqualTo(0x7496e71a >>> 1);
    assertThat(TypeTable.idOf("com.example.Basket$Line")).isEqualTo(0x6c74dda2 >>> 1);
  }

  @Test
  void collisionsNameBothClasses() {
    List<String> names = collidingNames();
    Version version =
        Version.of("record " + names.get(0) + "() {} record " + names.get(1) + "() {}");
    assertThatThrownBy(version::table)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("shop." + names.get(0))
        .hasMessageContaining("shop." + names.get(1))
        .hasMessageContaining("have the same wire id");
  }

  @Test
  void oneNameFromTwoLoadersIsRefused() {
    Version first = Version.of("record Quote() {}");
    Version second = Version.of("record Quote(int x) {}");
    assertThatThrownBy(() -> TypeTable.of(first.type("Quote"), second.type("Quote")))
        .hasMessage("shop.Quote is there twice, loaded by two class loaders");
  }

  @Test
  void onlyUserClassesAreAccepted() {
    assertThatThrownBy(() -> TypeTable.of(int[].class)).hasMessageStartingWith("int[] needs no");
    assertThatThrownBy(() -> TypeTable.of(String.class)).hasMessageStartingWith("java.lang.String");
  }

  /** By the birthday paradox some tens of thousands of names are enough. */
  private static List<String> collidingNames() {
    Map<Integer, String> seen = new HashMap<>();
    for (int i = 0; ; i++) {
      String name = "C" + i;
      String other = seen.put(TypeTable.idOf(Version.PACKAGE + "." + name), name);
      if (other != null) {
        return List.of(other, name);
      }
    }
  }
}
