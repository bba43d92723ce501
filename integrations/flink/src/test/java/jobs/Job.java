// SPDX-License-Identifier: Apache-2.0
package jobs;

import dev.completions4j.CompletionRequest;
import dev.completions4j.flink.ClientDescription;
import dev.completions4j.flink.CompletionStreams;
import dev.completions4j.flink.CompletionsAsyncFunction;
import dev.completions4j.flink.RequestTemplate;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;

/** Requests completions by SQL and by a stream, and says which class loader it has them from. */
public final class Job {

    private Job() {}

    public static void main(String[] arguments) throws Exception {
        String baseUrl = arguments[0];
        TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
        tables.executeSql("CREATE TEMPORARY MODEL m INPUT (prompt STRING) OUTPUT (completion STRING) WITH ('provider' ="
                + " 'completions', 'base-url' = '" + baseUrl + "', 'model' = 'm')");
        tables.executeSql("CREATE TEMPORARY VIEW prompts AS SELECT * FROM (VALUES ('sql')) AS t(prompt)");
        tables.executeSql("SELECT completion FROM ML_PREDICT(TABLE prompts, MODEL m, DESCRIPTOR(prompt))")
                .print();

        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        RequestTemplate template =
                RequestTemplate.of(CompletionRequest.builder().model("m").build());
        CompletionsAsyncFunction<String> function = CompletionsAsyncFunction.<String>builder()
                .client(ClientDescription.builder()
                        .baseUrl(baseUrl)
                        .customizer(client -> System.out.println("client by " + loader(client.getClass())))
                        .build())
                .request(template::request)
                .build();
        CompletionStreams.unorderedWait("complete", environment.fromData("stream"), function)
                .answers()
                .map(each -> each.answer().text())
                .print();
        environment.execute();
        System.out.println("function by " + loader(CompletionsAsyncFunction.class));
    }

    private static String loader(Class<?> type) {
        return type.getClassLoader().getClass().getSimpleName();
    }
}
