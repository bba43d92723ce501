// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.credential;

import dev.completions4j.core.internal.masking.ThrowableCopy;
import dev.completions4j.spi.Credential;
import dev.completions4j.spi.CredentialProvider;
import dev.completions4j.spi.Scheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keys that expire: kept while they are valid, and fetched by one request at a time, for which all who need its answer
 * wait.
 *
 * <p>The next key is fetched in the last fifth of a key's time, at most a minute ahead, while the calls go on with the one
 * that is there; if that fails, the next call tries again.
 */
public final class ProvidedKey implements Credentials {

    private static final long MAX_AHEAD_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int SHARE_AHEAD = 5;

    private final CredentialProvider provider;
    private final Scheduler scheduler;
    private final Secrets secrets;

    /** Null if there is none that is to be used. */
    private @Nullable Held held;

    /** The fetch that is under way; null if none is. */
    private @Nullable CompletableFuture<@Nullable String> fetch;

    public ProvidedKey(CredentialProvider provider, Scheduler scheduler, Secrets secrets) {
        this.provider = provider;
        this.scheduler = scheduler;
        this.secrets = secrets;
    }

    @Override
    public CompletableFuture<@Nullable String> key() {
        CompletableFuture<@Nullable String> answer;
        CompletableFuture<@Nullable String> begun = null;
        synchronized (this) {
            long now = scheduler.nanoTime();
            Held current = held;
            if (current != null && !current.isDue(now)) {
                return current.answer;
            }
            CompletableFuture<@Nullable String> next = fetch;
            if (next == null) {
                next = new CompletableFuture<>();
                fetch = next;
                begun = next;
            }
            answer = current != null && !current.isOver(now) ? current.answer : next;
        }
        if (begun != null) {
            begin(begun);
        }
        return answer;
    }

    @Override
    public synchronized boolean renew(@Nullable String refused) {
        if (held != null && held.key.equals(refused)) {
            held = null;
        }
        return true;
    }

    private void begin(CompletableFuture<@Nullable String> result) {
        try {
            var unused = provider.credential().whenComplete((credential, failure) -> {
                if (failure != null) {
                    failWordless(result, failure);
                } else if (credential == null) {
                    fail(result, new IllegalStateException("The provider gave null in place of a credential"));
                } else {
                    succeed(result, credential);
                }
            });
        } catch (Throwable e) {
            failWordless(result, e);
        }
    }

    // The calls that wait go on where the future is completed, which is outside of the lock.

    private void succeed(CompletableFuture<@Nullable String> result, Credential credential) {
        secrets.add(credential.key());
        synchronized (this) {
            fetch = null;
            held = new Held(credential, scheduler.nanoTime());
        }
        result.complete(credential.key());
    }

    /** What a provider throws may quote what an identity provider told it. */
    private void failWordless(CompletableFuture<@Nullable String> result, Throwable failure) {
        Throwable cause = failure.getCause();
        fail(result, ThrowableCopy.wordless(failure instanceof CompletionException && cause != null ? cause : failure));
    }

    private void fail(CompletableFuture<@Nullable String> result, Throwable failure) {
        synchronized (this) {
            fetch = null;
        }
        result.completeExceptionally(failure);
    }

    /** A key and its time. */
    private static final class Held {

        private final String key;
        private final CompletableFuture<@Nullable String> answer;
        private final boolean expires;
        private final long dueAt;
        private final long overAt;

        Held(Credential credential, long now) {
            key = credential.key();
            answer = CompletableFuture.completedFuture(key);
            Duration validFor = credential.validFor();
            expires = validFor != null;
            long nanos = validFor == null ? 0 : TimeUnit.NANOSECONDS.convert(validFor);
            overAt = now + nanos;
            dueAt = overAt - Math.min(MAX_AHEAD_NANOS, nanos / SHARE_AHEAD);
        }

        boolean isOver(long now) {
            return expires && now - overAt >= 0;
        }

        boolean isDue(long now) {
            return expires && now - dueAt >= 0;
        }
    }
}
