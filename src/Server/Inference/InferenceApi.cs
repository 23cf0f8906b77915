using Bellwether.Data.Training;
using Bellwether.Server.Catalog;
using Bellwether.Server.Errors;
using Bellwether.Server.Health;
using Bellwether.Server.Security;
using Bellwether.Server.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Bellwether.Server.Inference;

/// <summary>The Open Inference Protocol, version 2, over REST: server and model metadata, readiness, the repository's index, statistics.</summary>
/// <remarks>A categorical feature takes BYTES: its name, which becomes its code (<see cref="Category"/>).</remarks>
internal static class InferenceApi
{
    private static readonly string[] s_extensions = ["binary_tensor_data", "model_repository", "statistics"];

    public static void Map(IEndpointRouteBuilder routes, SystemTable systems, ServerOptions options, ServerState state)
    {
        var models = new InferenceModels(systems);
        var statistics = new InferenceStatistics(options.Time);
        routes.Get("/v2", AccessRule.Predict, DescribeServerAsync);
        routes.Get("/v2/health/live", AccessRule.Open, context => FlagAsync(context, "live", true));
        routes.Get("/v2/health/ready", AccessRule.Open, context => FlagAsync(context, "ready", HealthApi.IsReady(systems, state)));
        routes.Get("/v2/models", AccessRule.Predict, context => ListAsync(context, models));
        routes.Get("/v2/models/stats", AccessRule.Predict, context => StatisticsAsync(context, models.All, statistics));
        routes.Post("/v2/repository/index", AccessRule.Predict, context => IndexAsync(context, models));
        foreach (var path in new[] { "/v2/models/{model}", "/v2/models/{model}/versions/{version}" })
        {
            routes.Get(path, AccessRule.Predict, context => WithModelAsync(context, models, DescribeModelAsync));
            routes.Get(path + "/ready", AccessRule.Predict, context => WithModelAsync(context, models, ModelReadyAsync));
            routes.Get(path + "/stats", AccessRule.Predict, context => WithModelAsync(context, models, (c, m) => StatisticsAsync(c, [m], statistics)));
            routes.Post(path + "/infer", AccessRule.Predict, context => WithModelAsync(context, models, (c, m) => InferEndpoint.AnswerAsync(c, m, options, statistics)));
        }
    }

    private static async Task WithModelAsync(HttpContext context, InferenceModels models, Func<HttpContext, InferenceModel, Task> answer)
    {
        try
        {
            var values = context.Request.RouteValues;
            await answer(context, models.Find((string)values["model"]!, values["version"] as string));
        }
        catch (InferenceException e)
        {
            await Respond.ProblemAsync(context, new Problem(e.Status, "inference", "The inference request cannot be answered", e.Message));
        }
    }

    private static Task DescribeServerAsync(HttpContext context) => Respond.JsonAsync(context, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, "bellwether");
        writer.WriteString("version"u8, OtlpExport.Version);
        writer.WriteStartArray("extensions"u8);
        foreach (var extension in s_extensions)
            writer.WriteStringValue(extension);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static Task FlagAsync(HttpContext context, string name, bool value) => Respond.JsonAsync(context, writer =>
    {
        writer.WriteStartObject();
        writer.WriteBoolean(name, value);
        writer.WriteEndObject();
    }, value ? 200 : 503);

    private static Task ListAsync(HttpContext context, InferenceModels models) => Respond.JsonAsync(context, writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("models"u8);
        foreach (var name in models.Names)
            writer.WriteStringValue(name);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static Task IndexAsync(HttpContext context, InferenceModels models) => Respond.JsonAsync(context, writer =>
    {
        writer.WriteStartArray();
        foreach (var model in models.All)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, model.Name);
            writer.WriteString("version"u8, model.Version);
            writer.WriteString("state"u8, "READY");
            writer.WriteString("reason"u8, "");
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    private static Task StatisticsAsync(HttpContext context, IReadOnlyList<InferenceModel> models, InferenceStatistics statistics) => Respond.JsonAsync(context, writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("model_stats"u8);
        foreach (var model in models)
            statistics.Write(writer, model);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static Task ModelReadyAsync(HttpContext context, InferenceModel model) => Respond.JsonAsync(context, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, model.Name);
        writer.WriteBoolean("ready"u8, true);
        writer.WriteEndObject();
    });

    private static Task DescribeModelAsync(HttpContext context, InferenceModel model) => Respond.JsonAsync(context, writer =>
    {
        void Tensor(string name, string datatype, params ReadOnlySpan<int> shape)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, name);
            writer.WriteString("datatype"u8, datatype);
            writer.WriteStartArray("shape"u8);
            foreach (var size in shape)
                writer.WriteNumberValue(size);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteStartObject();
        writer.WriteString("name"u8, model.Name);
        writer.WriteStartArray("versions"u8);
        foreach (var version in model.Versions)
            writer.WriteStringValue(version);
        writer.WriteEndArray();
        writer.WriteString("platform"u8, "bellwether_" + model.Model.Format.Replace('/', '-'));
        writer.WriteStartArray("inputs"u8);
        foreach (var feature in model.Model.Schema.Features)
            Tensor(feature.Name, feature.Kind == FeatureKind.Categorical ? "BYTES" : "FP64", -1);
        writer.WriteEndArray();
        writer.WriteStartArray("outputs"u8);
        Tensor(InferRequest.Score, "FP64", -1);
        writer.WriteEndArray();
        writer.WriteStartObject("properties"u8);
        writer.WriteString("output"u8, model.Model.Output.ToString().ToLowerInvariant());
        writer.WriteString("matrix_input"u8, FormattableString.Invariant($"{InferRequest.Matrix} [-1,{model.Model.Schema.Count}], instead of one input per feature"));
        writer.WriteEndObject();
        writer.WriteEndObject();
    });
}
