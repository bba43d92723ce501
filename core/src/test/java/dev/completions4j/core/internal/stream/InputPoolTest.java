// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.core.internal.json.PaddedBytes;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class InputPoolTest {

    private final InputPool pool = new InputPool();

    @Test
    void lendsWhatWasGivenBackToOneAtATime() {
        PaddedBytes first = pool.take();
        PaddedBytes second = pool.take();
        assertThat(second).isNotSameAs(first);

        pool.giveBack(second);

        assertThat(pool.take()).isSameAs(second);
        assertThat(pool.take()).isNotSameAs(second);
    }

    @Test
    void doesNotKeepLargeInput() {
        PaddedBytes large = pool.take();
        large.fill(ByteBuffer.allocate(1024 * 1024));

        pool.giveBack(large);

        assertThat(pool.take()).isNotSameAs(large);
    }
}
