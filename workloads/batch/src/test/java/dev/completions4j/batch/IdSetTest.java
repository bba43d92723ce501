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
            ids.addAnswered("id-" + i, i);
        }
        for (int i = 0; i < 100_000; i++) {
            assertThat(ids.see("id-" + i, i)).isEqualTo(i % 2 == 0 ? Sighting.ANSWERED : Sighting.NEW);
        }
        for (int i = 0; i < 100_000; i++) {
            assertThat(ids.see("id-" + i, i)).isEqualTo(Sighting.REPEATED);
        }
    }

    @Test
    void anAnswerThatIsReadTwiceStaysAnswered() {
        IdSet ids = new IdSet();
        ids.addAnswered("a", 7);
        ids.addAnswered("a", 7);

        assertThat(ids.see("a", 7)).isEqualTo(Sighting.ANSWERED);
        ids.addAnswered("a", 7);
        assertThat(ids.see("a", 7)).isEqualTo(Sighting.REPEATED);
    }

    @Test
    void noticesThatAnAnsweredRequestHasChanged() {
        IdSet ids = new IdSet();
        ids.addAnswered("a", 7);
        ids.addAnswered("b", -7);
        ids.addAnswered("c", Fingerprint.UNKNOWN);

        assertThat(ids.see("a", -7)).isEqualTo(Sighting.CHANGED);
        assertThat(ids.see("b", -7)).isEqualTo(Sighting.ANSWERED);
        assertThat(ids.see("c", 7)).isEqualTo(Sighting.ANSWERED);
        assertThat(ids.see("b", 1)).isEqualTo(Sighting.REPEATED);
        assertThat(ids.see("d", 1)).isEqualTo(Sighting.NEW);
        assertThat(ids.see("d", 2)).isEqualTo(Sighting.REPEATED);
    }
}
