// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DaemonThreadsTest {

    private static final long PATIENCE_SECONDS = 20;

    @Test
    void inheritNothingFromTheThreadThatStartsThem() throws Exception {
        inheritNothing(task -> new DaemonThreads("daemon-").newThread(task).start());
    }

    @Test
    void ofEventLoopsInheritNothingEither() throws Exception {
        inheritNothing(new EventLoopThreads("loop-"));
    }

    private static void inheritNothing(Executor threads) throws Exception {
        InheritableThreadLocal<String> local = new InheritableThreadLocal<>();
        CompletableFuture<List<@Nullable Object>> seen = new CompletableFuture<>();
        try (URLClassLoader application = new URLClassLoader(new URL[0])) {
            Thread caller = new Thread(() -> {
                local.set("a user");
                Thread.currentThread().setContextClassLoader(application);
                threads.execute(() -> seen.complete(
                        Arrays.asList(local.get(), Thread.currentThread().getContextClassLoader())));
            });
            caller.start();

            assertThat(seen.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .containsExactly(null, DaemonThreads.class.getClassLoader());
        }
    }
}
