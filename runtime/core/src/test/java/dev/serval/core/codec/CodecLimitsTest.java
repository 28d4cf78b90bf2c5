package dev.serval.core.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CodecLimitsTest {

  @Test
  void valuesOutOfBoundsAreNamed() {
    CodecLimits limits = CodecLimits.DEFAULT;
    assertThatThrownBy(() -> limits.withMaxDepth(3))
        .hasMessage("maxDepth must be 4 to 1000, but is 3");
    assertThatThrownBy(() -> limits.withMaxGraphBytes(5)).hasMessageStartingWith("maxGraphBytes");
    assertThatThrownBy(() -> limits.withMaxBodyBytes(-1)).hasMessageStartingWith("maxBodyBytes");
    assertThatThrownBy(() -> new CodecLimits(64, 1 << 20, 1024, -1, 512))
        .hasMessageStartingWith("maxUnbackedItems");
    assertThatThrownBy(() -> new CodecLimits(64, 1 << 20, 1024, 0, 0))
        .hasMessageStartingWith("maxTypeFields");
  }

  @Test
  void eachCopyChangesOneLimit() {
    assertThat(
            CodecLimits.DEFAULT.withMaxDepth(10).withMaxGraphBytes(1 << 20).withMaxBodyBytes(2048))
        .isEqualTo(new CodecLimits(10, 1 << 20, 2048, 8_192, 512));
  }
}
