package dev.completions4j.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openai.client.OpenAIClientAsync;
import com.openai.client.okhttp.OpenAIOkHttpClientAsync;
import com.openai.core.ObjectMappers;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionCreateParams;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/** Runs a file through OpenAI's library as its users would: a semaphore, its own JSON mapper, a buffered writer. */
final class OpenAiJavaBatch {

    private final JsonMapper mapper = ObjectMappers.jsonMapper();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final String baseUrl;
    private final int concurrency;

    OpenAiJavaBatch(String baseUrl, int concurrency) {
        this.baseUrl = baseUrl;
        this.concurrency = concurrency;
    }

    void run(Path input, Path output) throws Exception {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.setMaxRequests(concurrency);
        dispatcher.setMaxRequestsPerHost(concurrency);
        OpenAIClientAsync client = OpenAIOkHttpClientAsync.builder()
                .okHttpClient(new OkHttpClient.Builder().dispatcher(dispatcher).build())
                .baseUrl(baseUrl)
                .apiKey("none")
                .maxRetries(0)
                .build();
        Semaphore free = new Semaphore(concurrency);
        try (BufferedReader lines = Files.newBufferedReader(input, UTF_8);
                BufferedWriter answers = Files.newBufferedWriter(output, UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode request = mapper.readTree(line);
                JsonNode body = request.get("body");
                CompletionCreateParams params = CompletionCreateParams.builder()
                        .model(body.get("model").textValue())
                        .prompt(body.get("prompt").textValue())
                        .build();
                free.acquire();
                String id = request.get("custom_id").textValue();
                var unused = client.completions()
                        .create(params)
                        .thenAccept(completion -> write(id, completion, answers))
                        .whenComplete((written, thrown) -> {
                            if (thrown != null) {
                                failure.set(thrown);
                            }
                            free.release();
                        });
            }
            free.acquire(concurrency);
        } finally {
            client.close();
        }
        if (failure.get() != null) {
            throw new IllegalStateException(failure.get());
        }
    }

    private void write(String id, Completion completion, BufferedWriter answers) {
        ObjectNode line = mapper.createObjectNode();
        line.put("id", "batch_req_" + id);
        line.put("custom_id", id);
        ObjectNode response = line.putObject("response");
        response.put("status_code", 200);
        response.put("request_id", completion.id());
        response.set("body", mapper.valueToTree(completion));
        line.putNull("error");
        try {
            String text = mapper.writeValueAsString(line);
            synchronized (answers) {
                answers.write(text);
                answers.newLine();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
