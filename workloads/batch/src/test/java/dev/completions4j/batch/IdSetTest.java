// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.batch.IdSet.Sighting;
import org.junit.jupiter.api.Test;

class IdSetTest {

    @Test
    void tellsNewAnsweredAndRepeatedIdsApart() {
        IdSet ids = new IdSet();
        for (int i = 0; i < 100_000; i += 2) {
            ids.addAnswered("id-" + i);
        }
        for (int i = 0; i < 100_000; i++) {
            assertThat(ids.see("id-" + i)).isEqualTo(i % 2 == 0 ? Sighting.ANSWERED : Sighting.NEW);
        }
        for (int i = 0; i < 100_000; i++) {
            assertThat(ids.see("id-" + i)).isEqualTo(Sighting.REPEATED);
        }
    }

    @Test
    void anAnswerThatIsReadTwiceStaysAnswered() {
        IdSet ids = new IdSet();
        ids.addAnswered("a");
        ids.addAnswered("a");

        assertThat(ids.see("a")).isEqualTo(Sighting.ANSWERED);
        ids.addAnswered("a");
        assertThat(ids.see("a")).isEqualTo(Sighting.REPEATED);
    }
}
