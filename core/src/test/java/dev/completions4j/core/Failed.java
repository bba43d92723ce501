// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Asserts the failure of a future. */
final class Failed {

    private Failed() {}

    static <E extends Throwable> E with(Class<E> type, CompletableFuture<?> future) {
        CompletionException thrown = catchThrowableOfType(
                CompletionException.class,
                () -> future.copy().orTimeout(10, TimeUnit.SECONDS).join());
        assertThat(thrown).hasCauseInstanceOf(type);
        return Objects.requireNonNull(type.cast(thrown.getCause()));
    }
}
