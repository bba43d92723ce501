// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/** Finds or starts vLLM; see CONTRIBUTING.md for the system properties. */
final class Vllm {

    private static final Duration START = Duration.ofMinutes(5);
    private static final RealServer.Metrics METRICS =
            new RealServer.Metrics("vllm:num_requests_running", "vllm:generation_tokens_total");
    private static final Pattern VERSION = Pattern.compile("\"version\":\"([^\"]+)\"");
    private static final Path FOLDER = Path.of("target", "real-servers").toAbsolutePath();

    private Vllm() {}

    /**
     * Returns the server at {@code vllm.url}; if that is not set, starts {@code vllm.executable}.
     *
     * @throws TestAbortedException if neither is set, or vLLM cannot run here
     */
    static TestedServer find() {
        String url = System.getProperty("vllm.url", "");
        if (url.isBlank()) {
            return start();
        }
        String address = url.replaceFirst("/v1/?$", "");
        String version = version(address);
        if (version == null) {
            throw new TestAbortedException("vLLM does not answer at " + url + " (vllm.url)");
        }
        return new RealServer("vLLM " + version, address, METRICS, null);
    }

    /**
     * Starts {@code vllm.executable} in its own process.
     *
     * @throws TestAbortedException if it is not set, or cannot run here
     */
    static TestedServer start() {
        String executable = System.getProperty("vllm.executable", "");
        if (executable.isBlank()) {
            throw new TestAbortedException("set vllm.executable to the path of vLLM's command, or vllm.url");
        }
        try {
            int port = freePort();
            String address = "http://127.0.0.1:" + port;
            ServerProcess process = ServerProcess.start(
                    Files.createTempFile(Files.createDirectories(FOLDER), "vllm-", ".log"),
                    Map.of(
                            "VLLM_CPU_KVCACHE_SPACE", "1",
                            "VLLM_CPU_OMP_THREADS_BIND", "nobind",
                            "OMP_NUM_THREADS", "1",
                            "VLLM_NO_USAGE_STATS", "1",
                            "HF_HUB_OFFLINE", "1"),
                    List.of(
                            executable,
                            "serve",
                            LlamaCpp.model().resolve("hf").toString(),
                            "--served-model-name=tiny",
                            "--host=127.0.0.1",
                            "--port=" + port,
                            "--api-key=" + TestedServer.KEY,
                            "--enforce-eager",
                            "--dtype=float32",
                            "--max-model-len=8192",
                            "--max-num-seqs=64",
                            "--max-logprobs=20"));
            String version = process.await(START, () -> version(address));
            return new RealServer("vLLM " + version, address, METRICS, process);
        } catch (IOException e) {
            throw new TestAbortedException("vLLM cannot run here: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TestAbortedException("interrupted");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static @Nullable String version(String address) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/version"))
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            String body = HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body();
            Matcher version = VERSION.matcher(body);
            return version.find() ? version.group(1) : null;
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
