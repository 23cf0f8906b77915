using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Bellwether.Data.Training;
using Bellwether.Server.Tests.Products;

namespace Bellwether.Server.Tests.Inference;

/// <summary>The cases of the Open Inference Protocol, version 2, REST.</summary>
public sealed class InferenceTests
{
    private const string Infer = "/v2/models/card-fraud/infer";

    private static string Score(double amount, double items, string? place, double slope = 0.01) => new AmountModel(slope)
        .Predict([amount, items, Category.Code(place)]).ToString("R", System.Globalization.CultureInfo.InvariantCulture);

    private static IEnumerable<string> Scores(Reply reply)
    {
        Assert.True(reply.Status == 200, reply.Text);
        return reply.Json.GetProperty("outputs")[0].GetProperty("data").EnumerateArray().Select(e => e.GetRawText());
    }

    [Fact]
    public async Task The_server_describes_itself_and_is_live_and_ready()
    {
        var system = new ThresholdSystem();
        await using var server = await RunningServer.InMemoryAsync(system);
        var about = (await server.GetAsync("/v2")).Json;
        Assert.Equal("bellwether", about.GetProperty("name").GetString());
        Assert.Equal(["binary_tensor_data", "model_repository", "statistics"], about.GetProperty("extensions").EnumerateArray().Select(e => e.GetString()));
        Assert.Equal(200, (await server.GetAsync("/v2/")).Status);
        Assert.Equal("{\"live\":true}", (await server.GetAsync("/v2/health/live")).Text);
        Assert.Equal("{\"ready\":true}", (await server.GetAsync("/v2/health/ready")).Text);
        system.IsReady = false;
        var unready = await server.GetAsync("/v2/health/ready");
        Assert.Equal((503, "{\"ready\":false}"), (unready.Status, unready.Text));
    }

    [Fact]
    public async Task Models_are_listed_and_described_by_name_alias_and_version()
    {
        await using var server = await RunningServer.InMemoryAsync(new ThresholdSystem(), new ThresholdSystem("rules-only") { Models = [] });
        Assert.Equal(["card-fraud", "card-fraud.candidate", "card-fraud.production"], (await server.GetAsync("/v2/models")).Json.GetProperty("models").EnumerateArray().Select(e => e.GetString()));
        var model = (await server.GetAsync("/v2/models/card-fraud")).Json;
        Assert.Equal("card-fraud", model.GetProperty("name").GetString());
        Assert.Equal(["v1", "v2"], model.GetProperty("versions").EnumerateArray().Select(e => e.GetString()));
        Assert.Equal("bellwether_test-amount-1", model.GetProperty("platform").GetString());
        Assert.Equal("[{\"name\":\"amount\",\"datatype\":\"FP64\",\"shape\":[-1]},{\"name\":\"items\",\"datatype\":\"FP64\",\"shape\":[-1]},{\"name\":\"place\",\"datatype\":\"BYTES\",\"shape\":[-1]}]", model.GetProperty("inputs").GetRawText());
        Assert.Equal("[{\"name\":\"score\",\"datatype\":\"FP64\",\"shape\":[-1]}]", model.GetProperty("outputs").GetRawText());
        foreach (var path in new[] { "card-fraud", "card-fraud.candidate", "card-fraud/versions/v1", "card-fraud/versions/2", "card-fraud.production/versions/v2" })
        {
            Assert.Equal(200, (await server.GetAsync("/v2/models/" + path)).Status);
            Assert.True((await server.GetAsync($"/v2/models/{path}/ready")).Json.GetProperty("ready").GetBoolean());
        }
    }

    [Theory]
    [InlineData("/v2/models/nope", "There is no model 'nope'. There are: card-fraud, card-fraud.candidate, card-fraud.production.")]
    [InlineData("/v2/models/card-fraud.nope", "There is no model 'card-fraud.nope'.")]
    [InlineData("/v2/models/card-fraud/versions/v9", "Model 'card-fraud' has no version 'v9'. It has: v1, v2.")]
    [InlineData("/v2/models/card-fraud.production/versions/v1/ready", "has no version 'v1'. It has: v2.")]
    [InlineData("/v2/nowhere", "There is no resource")]
    public async Task What_is_not_there_is_404_in_the_protocols_words(string path, string says)
    {
        await using var server = await RunningServer.InMemoryAsync(new ThresholdSystem());
        var reply = await server.GetAsync(path);
        Assert.Equal((404, "application/json"), (reply.Status, reply.ContentType));
        Assert.Contains(says, reply.Json.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[[10,1,123],[400,2,null]]")]
    [InlineData("[10,1,123,400,2,null]")]
    public async Task A_matrix_is_taken_nested_and_flat(string data)
    {
        await using var server = await RunningServer.InMemoryAsync(new ThresholdSystem());
        var reply = await server.PostAsync(Infer, $$"""{"id":"q1","inputs":[{"name":"features","shape":[2,3],"datatype":"FP64","data":{{data}}}],"outputs":[{"name":"score"}]}""");
        Assert.Equal([Score(10, 1, null), Score(400, 2, null)], Scores(reply));
        Assert.Equal(("card-fraud", "v2", "q1"), (reply.Json.GetProperty("model_name").GetString(), reply.Json.GetProperty("model_version").GetString(), reply.Json.GetProperty("id").GetString()));
        var output = reply.Json.GetProperty("outputs")[0];
        Assert.Equal(("score", "FP64", "[2]"), (output.GetProperty("name").GetString(), output.GetProperty("datatype").GetString(), output.GetProperty("shape").GetRawText()));
    }

    [Fact]
    public async Task One_tensor_per_feature_is_taken_in_any_order_and_categories_as_texts()
    {
        await using var server = await RunningServer.InMemoryAsync(new ThresholdSystem());
        var reply = await server.PostAsync(Infer, """
            {"inputs":[{"name":"place","shape":[3],"datatype":"BYTES","data":["abroad",null,"home"]},{"name":"items","shape":[3,1],"datatype":"INT32","data":[[1],[2],[3]]},
            {"name":"amount","shape":[3],"datatype":"FP32","data":[0.1,2,3e2]}]}
            """);
        Assert.Equal([Score(0.1f, 1, "abroad"), Score(2, 2, null), Score(300, 3, "home")], Scores(reply));
        Assert.NotEqual("", reply.Json.GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_name_chooses_the_model_and_a_version_overrides()
    {
        await using var server = await RunningServer.InMemoryAsync(new ThresholdSystem());
        const string Body = """{"inputs":[{"name":"features","shape":[1,3],"datatype":"FP64","data":[100,0,0]}]}""";
        foreach (var (path, slope) in new[] { ("card-fraud", 0.01), ("card-fraud.candidate", 0.02), ("card-fraud.production", 0.01), ("card-fraud/versions/v1", 0.02), ("card-fraud/versions/1", 0.02) })
            Assert.Equal([Score(100, 0, null, slope)], Scores(await server.PostAsync($"/v2/models/{path}/infer", Body)));
    }

    [Theory]
    [InlineData("BOOL", "[true,false,1]", 1, 0, 1)]
    [InlineData("UINT8", "[255,0,7]", 255, 0, 7)]
    [InlineData("INT8", "[-128,127,0]", -128, 127, 0)]
    [InlineData("UINT16", "[65535,0,1]", 65535, 0, 1)]
    [InlineData("INT64", "[-9,8,1e2]", -9, 8, 100)]
    [InlineData("FP32", "[0.1,-1,1e3]", 0.10000000149011612, -1, 1000)]
    public async Task Datatypes_hold_what_they_can(string datatype, string data, double a, double b, double c)
    {
        await using var server = await RunningServer.InMemoryAsync(new ThresholdSystem());
        var reply = await server.PostAsync(Infer, $$"""{"inputs":[{"name":"amount","shape":[3],"datatype":"{{datatype}}","data":{{data}}},{"name":"items","shape":[3],"datatype":"FP64","data":[0,0,0]},{"name":"place","shape":[3],"datatype":"BYTES","data":["a","b","c"]}]}""");
        Assert.Equal([Score(a, 0, "a"), Score(b, 0, "b"), Score(c, 0, "c")], Scores(reply));
    }

    [Theory]
    [InlineData("[]", "one JSON object")]
    [InlineData("{", "well-formed JSON")]
    [InlineData("{}", "must have 'inputs'")]
    [InlineData("{\"inputs\":[]}", "at least one tensor")]
    [InlineData("{\"inputs\":[{\"shape\":[1,3],\"datatype\":\"FP64\",\"data\":[1,2,3]}]}", "must have a 'name'")]
    [InlineData("{\"inputs\":[{\"name\":\"features\",\"shape\":[1,3],\"datatype\":\"FP65\",\"data\":[1,2,3]}]}", "must be one of BOOL, BYTES, FP16")]
    [InlineData("{\"inputs\":[{\"name\":\"features\",\"datatype\":\"FP64\",\"data\":[1,2,3]}]}", "must have a 'shape'")]
    [InlineData("{\"inputs\":[{\"name\":\"features\",\"shape\":[1,2],\"datatype\":\"FP64\",\"data\":[1,2]}]}", "must have the shape [n,3], but has [1,2]")]
    [InlineData("{\"inputs\":[{\"name\":\"features\",\"shape\":[-1,3],\"datatype\":\"FP64\",\"data\":[1,2,3]}]}", "whole numbers of 0 or more")]
    [InlineData("{\"inputs\":[{\"name\":\"features\",\"shape\":[1,3],\"datatype\":\"FP64\",\"data\":[1,2]}]}", "must have 3 values in 'data', but has 2")]
    [InlineData("{\"inputs\":[{\"name\":\"features\",\"shape\":[1,3],\"datatype\":\"FP64\",\"data\":[1,2,3,4]}]}", "must have 3 values in 'data', but has 4")]
    [InlineData("{\"inputs\":[{\"name\":\"features\",\"shape\":[2,3],\"datatype\":\"FP64\",\"data\":[[1,2,3],[4,5]]}]}", "must have the shape [2,3]")]
    [InlineData("{\"inputs\":[{\"name\":\"features\",\"shape\":[900000000,3],\"datatype\":\"FP64\",\"data\":[]}]}", "The shapes promise 900000000 rows")]
    [InlineData("{\"inputs\":[{\"name\":\"features\",\"shape\":[1,3],\"datatype\":\"FP64\"}]}", "must have 'data', an array, but has none")]
    [InlineData("{\"inputs\":[{\"name\":\"features\",\"shape\":[1,3],\"datatype\":\"FP64\",\"data\":[1,\"2\",3]}]}", "Value 1 of input 'features' must be a value of datatype FP64")]
    [InlineData("{\"inputs\":[{\"name\":\"features\",\"shape\":[1,3],\"datatype\":\"FP64\",\"data\":[1e999,2,3]}]}", "Value 0 of input 'features'")]
    [InlineData("{\"inputs\":[{\"name\":\"features\",\"shape\":[1,3],\"datatype\":\"FP32\",\"data\":[1e300,2,3]}]}", "Value 0 of input 'features'")]
    [InlineData("{\"inputs\":[{\"name\":\"features\",\"shape\":[1,3],\"datatype\":\"UINT8\",\"data\":[1,256,3]}]}", "Value 1 of input 'features'")]
    [InlineData("{\"inputs\":[{\"name\":\"features\",\"shape\":[1,3],\"datatype\":\"INT32\",\"data\":[1.5,2,3]}]}", "Value 0 of input 'features'")]
    [InlineData("{\"inputs\":[{\"name\":\"features\",\"shape\":[1,3],\"datatype\":\"BYTES\",\"data\":[\"a\",\"b\",\"c\"]}]}", "must have a numeric datatype, because the feature 'amount' is a number")]
    [InlineData("{\"inputs\":[{\"name\":\"amount\",\"shape\":[1],\"datatype\":\"FP64\",\"data\":[1]}]}", "Input 'items' must be given, but is not")]
    [InlineData("{\"inputs\":[{\"name\":\"amount\",\"shape\":[1],\"datatype\":\"FP64\",\"data\":[1]},{\"name\":\"amount\",\"shape\":[1],\"datatype\":\"FP64\",\"data\":[1]}]}", "given twice")]
    [InlineData("{\"inputs\":[{\"name\":\"amount\",\"shape\":[1],\"datatype\":\"FP64\",\"data\":[1]},{\"name\":\"items\",\"shape\":[2],\"datatype\":\"FP64\",\"data\":[1,2]}]}", "same number of rows")]
    [InlineData("{\"inputs\":[{\"name\":\"wat\",\"shape\":[1],\"datatype\":\"FP64\",\"data\":[1]}]}", "There is no input 'wat'")]
    [InlineData("{\"inputs\":[{\"name\":\"features\",\"shape\":[1,3],\"datatype\":\"FP64\",\"data\":[1,2,3]}],\"outputs\":[{\"name\":\"other\"}]}", "there is no other output")]
    public async Task What_cannot_be_answered_is_400_with_an_error_that_says_why(string body, string says)
    {
        await using var server = await RunningServer.InMemoryAsync(new ThresholdSystem());
        var reply = await server.PostAsync(Infer, body);
        Assert.Equal((400, "application/json"), (reply.Status, reply.ContentType));
        Assert.Contains(says, reply.Json.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Single(reply.Json.EnumerateObject());
    }

    [Fact]
    public async Task No_rows_give_no_scores()
    {
        await using var server = await RunningServer.InMemoryAsync(new ThresholdSystem());
        Assert.Empty(Scores(await server.PostAsync(Infer, """{"inputs":[{"name":"features","shape":[0,3],"datatype":"FP64","data":[]}]}""")));
    }

    [Fact]
    public async Task Binary_tensors_are_taken_and_given()
    {
        await using var server = await RunningServer.InMemoryAsync(new ThresholdSystem());
        var binary = new List<byte>();
        foreach (var amount in new[] { 10.0, 400.0 })
            binary.AddRange(BitConverter.GetBytes(amount));
        foreach (var items in new[] { (Half)1, (Half)2 })
            binary.AddRange(BitConverter.GetBytes(items));
        foreach (var place in new[] { "abroad", "hömé" })
            binary.AddRange([.. BitConverter.GetBytes(Encoding.UTF8.GetByteCount(place)), .. Encoding.UTF8.GetBytes(place)]);
        var textBytes = binary.Count - 16 - 4;
        var json = $$$"""{"inputs":[{"name":"amount","shape":[2],"datatype":"FP64","parameters":{"binary_data_size":16}},{"name":"items","shape":[2],"datatype":"FP16","parameters":{"binary_data_size":4}},{"name":"place","shape":[2],"datatype":"BYTES","parameters":{"binary_data_size":{{{textBytes}}}}}],"outputs":[{"name":"score","parameters":{"binary_data":true}}]}""";
        byte[] body = [.. Encoding.UTF8.GetBytes(json), .. binary];
        var jsonLength = Encoding.UTF8.GetByteCount(json).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var reply = await server.PostAsync(Infer, body, "application/octet-stream", ("Inference-Header-Content-Length", jsonLength));
        Assert.True(reply.Status == 200, reply.Text);
        var head = int.Parse(reply.Headers["Inference-Header-Content-Length"], System.Globalization.CultureInfo.InvariantCulture);
        var output = JsonDocument.Parse(reply.Bytes.AsMemory(0, head)).RootElement.GetProperty("outputs")[0];
        Assert.Equal(16, output.GetProperty("parameters").GetProperty("binary_data_size").GetInt32());
        var model = new AmountModel(0.01);
        Assert.Equal(model.Predict([10, 1, Category.Code("abroad")]), BinaryPrimitives.ReadDoubleLittleEndian(reply.Bytes.AsSpan(head)));
        Assert.Equal(model.Predict([400, 2, Category.Code("hömé")]), BinaryPrimitives.ReadDoubleLittleEndian(reply.Bytes.AsSpan(head + 8)));
        Assert.Equal(400, (await server.PostAsync(Infer, body[..^1], "application/octet-stream", ("Inference-Header-Content-Length", jsonLength))).Status);
        Assert.Equal(400, (await server.PostAsync(Infer, [.. body, 1], "application/octet-stream", ("Inference-Header-Content-Length", jsonLength))).Status);
        Assert.Equal(400, (await server.PostAsync(Infer, body, "application/octet-stream", ("Inference-Header-Content-Length", "99999"))).Status);
    }

    [Fact]
    public async Task Statistics_count_rows_requests_and_failures_and_the_index_lists_versions()
    {
        await using var server = await RunningServer.InMemoryAsync(new ThresholdSystem());
        await server.PostAsync(Infer, """{"inputs":[{"name":"features","shape":[2,3],"datatype":"FP64","data":[1,2,3,4,5,6]}]}""");
        await server.PostAsync(Infer, "{}");
        var stats = (await server.GetAsync("/v2/models/card-fraud/stats")).Json.GetProperty("model_stats")[0];
        Assert.Equal((2, 1), (stats.GetProperty("inference_count").GetInt32(), stats.GetProperty("execution_count").GetInt32()));
        Assert.Equal(1, stats.GetProperty("inference_stats").GetProperty("fail").GetProperty("count").GetInt32());
        Assert.True(stats.GetProperty("inference_stats").GetProperty("compute_infer").GetProperty("ns").GetInt64() > 0);
        Assert.Equal(2, (await server.GetAsync("/v2/models/stats")).Json.GetProperty("model_stats").GetArrayLength());
        Assert.Equal(["v1", "v2"], (await server.PostAsync("/v2/repository/index", "{}")).Json.EnumerateArray().Select(e => e.GetProperty("version").GetString()));
    }
}
