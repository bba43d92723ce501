// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import org.apache.flink.configuration.DescribedEnum;
import org.apache.flink.configuration.description.InlineElement;
import org.apache.flink.configuration.description.TextElement;

/**
 * What a SQL job does when a call fails; the names are those of Flink's own model providers.
 *
 * @since 0.1.0
 */
public enum ErrorHandlingStrategy implements DescribedEnum {

    /** Retries the call, and applies the fallback strategy when the attempts are exhausted. */
    RETRY("Retries the call, and then applies 'retry-fallback-strategy'."),

    /** Fails the job, without retrying the call. */
    FAILOVER("Fails the job."),

    /** Ignores the failure, without retrying the call. */
    IGNORE("Emits a row with the error if OUTPUT has a column for it; otherwise emits no row and logs the error.");

    private final String description;

    ErrorHandlingStrategy(String description) {
        this.description = description;
    }

    @Override
    public InlineElement getDescription() {
        return TextElement.text(description);
    }
}
