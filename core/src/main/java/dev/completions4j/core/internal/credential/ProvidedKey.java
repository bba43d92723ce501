// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.credential;

import dev.completions4j.core.internal.masking.ThrowableCopy;
import dev.completions4j.spi.Credential;
import dev.completions4j.spi.CredentialProvider;
import dev.completions4j.spi.Scheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keys that expire: cached while they are valid and fetched by one request at a time, which all calls share.
 *
 * <p>The next key is fetched during the last fifth of a key's lifetime, at most one minute before it expires; calls use
 * the current key in the meantime. If that fails, the next call retries it. A fetch that returns a key that was rejected
 * while it was in progress is repeated, since the provider may have answered before the rejection.
 */
public final class ProvidedKey implements Credentials {

    private static final long MAX_AHEAD_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int SHARE_AHEAD = 5;

    private final CredentialProvider provider;
    private final Scheduler scheduler;
    private final Secrets secrets;

    /** The current key; null if there is none. */
    private @Nullable Held held;

    /** The fetch in progress; null if there is none. */
    private @Nullable CompletableFuture<@Nullable String> fetch;

    /** The key that was rejected last while the fetch was in progress; null if there is none. */
    private @Nullable String refusedDuringFetch;

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
        if (fetch != null) {
            refusedDuringFetch = refused;
        }
        return true;
    }

    private void begin(CompletableFuture<@Nullable String> result) {
        try {
            CompletionStage<Credential> provided = provider.credential();
            if (provided == null) {
                fail(result, CredentialFailures.nothing());
                return;
            }
            var unused = provided.whenComplete((credential, failure) -> {
                if (failure != null) {
                    failWordless(result, failure);
                } else if (credential == null) {
                    fail(result, CredentialFailures.nothing());
                } else {
                    succeed(result, credential);
                }
            });
        } catch (Throwable e) {
            failWordless(result, e);
        }
    }

    // Completed outside the lock, since waiting calls continue on this thread.

    private void succeed(CompletableFuture<@Nullable String> result, Credential credential) {
        secrets.add(credential.key());
        if (hold(credential)) {
            result.complete(credential.key());
        } else {
            begin(result);
        }
    }

    /** Ends the fetch, unless the key was rejected in the meantime: then it is repeated, and this returns false. */
    private synchronized boolean hold(Credential credential) {
        boolean refused = credential.key().equals(refusedDuringFetch);
        refusedDuringFetch = null;
        if (!refused) {
            fetch = null;
            held = new Held(credential, scheduler.nanoTime());
        }
        return !refused;
    }

    /** Drops the message, which may quote the response of an identity provider. */
    private void failWordless(CompletableFuture<@Nullable String> result, Throwable failure) {
        Throwable cause = failure.getCause();
        fail(result, ThrowableCopy.wordless(failure instanceof CompletionException && cause != null ? cause : failure));
    }

    private void fail(CompletableFuture<@Nullable String> result, Throwable failure) {
        synchronized (this) {
            fetch = null;
            refusedDuringFetch = null;
        }
        result.completeExceptionally(failure);
    }

    /** A key and its lifetime. */
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
