// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.playground;

import java.time.Duration;
import java.util.Locale;

/** How fast a fake model generates. */
enum Pace {
    SLOW("Slow (5 tokens/s)", Duration.ofMillis(200)),
    MEDIUM("Medium (20 tokens/s)", Duration.ofMillis(50)),
    FAST("Fast (100 tokens/s)", Duration.ofMillis(10)),
    UNLIMITED("As fast as the page reads", Duration.ZERO);

    private final String label;
    private final Duration tokenInterval;

    Pace(String label, Duration tokenInterval) {
        this.label = label;
        this.tokenInterval = tokenInterval;
    }

    /** Returns the name that the page shows. */
    String label() {
        return label;
    }

    /** Returns the name in messages of the page. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the time from token to token. */
    Duration tokenInterval() {
        return tokenInterval;
    }
}
