// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.completions4j.testkit.model.Dialect;
import dev.completions4j.testkit.model.FakeModel;
import dev.completions4j.testkit.server.FakeEndpoint;
import dev.completions4j.testkit.server.LoopbackServer;
import dev.completions4j.testkit.server.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Examines servers of every dialect. */
class DoctorTest {

    private final Program program = new Program();

    private static LoopbackServer serving(Dialect dialect) {
        return LoopbackServer.serving(FakeModel.builder().dialect(dialect).build());
    }

    @ParameterizedTest
    @CsvSource({
        "VLLM, vllm:0.32.0, yes, yes",
        "LLAMA_CPP, llama-cpp, yes, no",
        "SGLANG, sglang, yes, yes",
        "OLLAMA, ollama, no, no",
        "TGI, tgi, no, no",
        "DEEPSEEK, deepseek, yes, yes",
        "AZURE, azure, yes, yes",
        "LM_STUDIO, compatible, yes, yes",
    })
    void tellsTheServerAndWhatItCanDo(Dialect dialect, String profile, String logprobs, String echo) {
        try (LoopbackServer server = serving(dialect)) {
            assertThat(program.run("doctor", "--base-url", server.baseUrl())).isZero();
        }

        assertThat(program.out())
                .containsPattern("(?m)^reachable +yes +127.0.0.1 port ")
                .containsPattern("(?m)^TLS +no ")
                .containsPattern("(?m)^completion +yes +")
                .containsPattern("(?m)^streaming +yes +\\d+ chunks; the first after ")
                .containsPattern("(?m)^logprobs +" + logprobs + " ")
                .containsPattern("(?m)^echo +" + echo + " ")
                .containsPattern("(?m)^latency +yes +first token after .* \\(median of 5, ")
                .containsPattern("(?m)^profile +yes +--profile " + profile + ", in Java ServerProfile\\.");
    }

    @Test
    void asksThePagesThatOnlyOneKindOfServerHas() {
        FakeEndpoint model = FakeEndpoint.of(FakeModel.builder().build());
        try (LoopbackServer server = LoopbackServer.running(connection -> {
            for (var request = connection.readRequest(); request != null; request = connection.readRequest()) {
                String body = request.path().equals("/api/version") ? "{\"version\":\"0.12.1\"}" : "";
                if (body.isEmpty()) {
                    AnsweredRequests.write(model.answer(request), connection);
                } else {
                    AnsweredRequests.write(200, "application/json", body, connection);
                }
            }
        })) {
            assertThat(program.run("doctor", "--base-url", server.baseUrl())).isZero();
        }

        assertThat(program.out()).contains("Ollama 0.12.1 (by /api/version)", "--profile ollama");
    }

    @Test
    void aPageThatIsNoAnswerIsIgnored() {
        FakeEndpoint model = FakeEndpoint.of(FakeModel.builder().build());
        String page = "<html>".repeat(500_000);
        try (LoopbackServer server = LoopbackServer.running(connection -> {
            for (var request = connection.readRequest(); request != null; request = connection.readRequest()) {
                if (request.path().startsWith("/v1/")) {
                    AnsweredRequests.write(model.answer(request), connection);
                } else {
                    AnsweredRequests.write(200, "text/html", page, connection);
                }
            }
        })) {
            assertThat(program.run("doctor", "--base-url", server.baseUrl())).isZero();
        }

        assertThat(program.out()).contains("--profile compatible, in Java ServerProfile.compatible()");
    }

    @Test
    void describesTls(@TempDir Path folder) throws IOException, CertificateEncodingException {
        FakeModel model = FakeModel.builder().build();
        try (LoopbackServer server = LoopbackServer.serving(model, TestCertificate.serverContext())) {
            Path ca = Files.writeString(folder.resolve("ca.pem"), pem(certificate(server)));
            assertThat(program.run("doctor", "--base-url", server.baseUrl(), "--ca-file", ca.toString()))
                    .isZero();
        }

        assertThat(program.out()).containsPattern("(?m)^TLS +yes +TLSv1.3, .*, certificate valid until 21");
    }

    @Test
    void printsAnObjectInALineForEachCheck() {
        try (LoopbackServer server = serving(Dialect.VLLM)) {
            assertThat(program.run("doctor", "--json", "--base-url", server.baseUrl()))
                    .isZero();
        }

        assertThat(program.lines())
                .hasSize(12)
                .allSatisfy(line -> assertThat(line).startsWith("{\"check\":\"").endsWith("\"}"))
                .last()
                .asString()
                .contains("\"result\":\"yes\",\"detail\":\"--profile vllm:0.32.0, in Java ServerProfile.vllm(");
    }

    private static Certificate certificate(LoopbackServer server) throws IOException {
        int port = Integer.parseInt(server.baseUrl().substring(server.baseUrl().lastIndexOf(':') + 1));
        try (SSLSocket socket =
                (SSLSocket) TestCertificate.clientContext().getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    private static String pem(Certificate certificate) throws CertificateEncodingException {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }
}
