// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import org.apache.flink.configuration.DescribedEnum;
import org.apache.flink.configuration.description.InlineElement;

/**
 * What a SQL job does when the attempts of {@link ErrorHandlingStrategy#RETRY} are exhausted.
 *
 * @since 0.1.0
 */
public enum RetryFallbackStrategy implements DescribedEnum {

    /** Fails the job. */
    FAILOVER(ErrorHandlingStrategy.FAILOVER),

    /** Ignores the failure, as {@link ErrorHandlingStrategy#IGNORE} does. */
    IGNORE(ErrorHandlingStrategy.IGNORE);

    private final ErrorHandlingStrategy strategy;

    RetryFallbackStrategy(ErrorHandlingStrategy strategy) {
        this.strategy = strategy;
    }

    ErrorHandlingStrategy strategy() {
        return strategy;
    }

    @Override
    public InlineElement getDescription() {
        return strategy.getDescription();
    }
}
