using Bellwether.Serving.Decisions;
using Bellwether.Serving.Pipeline;

namespace Bellwether.Serving.Hosting;

/// <summary>Writes the bodies of answers.</summary>
internal static class AnswerWriter
{
    public static byte[] Decision<TDecision>(DecisionAnswer<TDecision> answer, DecisionFormat<TDecision> format)
    {
        var pen = JsonPen.OfThread;
        var writer = pen.Begin();
        writer.WriteStartObject();
        writer.WriteString("id"u8, answer.Id);
        writer.WritePropertyName("decision"u8);
        format.Write(writer, answer.Decision);
        writer.WriteString("level"u8, answer.Level);
        if (answer.Degraded is { } degraded)
            writer.WriteString("degraded"u8, degraded);
        writer.WriteString("arm"u8, answer.Arm);
        writer.WriteString("model"u8, answer.ModelVersion);
        if (double.IsFinite(answer.Score))
            writer.WriteNumber("score"u8, answer.Score);
        else
            writer.WriteNull("score"u8);
        writer.WriteBoolean("durable"u8, answer.IsDurable);
        if (answer.IsRepeated)
            writer.WriteBoolean("repeated"u8, true);
        if (answer.Reasons.Count > 0)
        {
            writer.WriteStartArray("reasons"u8);
            foreach (var (feature, contribution) in answer.Reasons)
            {
                writer.WriteStartObject();
                writer.WriteString("feature"u8, feature);
                writer.WriteNumber("contribution"u8, double.IsFinite(contribution) ? contribution : 0);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        return pen.End();
    }

    public static byte[] Accepted(int accepted, int duplicates)
    {
        var pen = JsonPen.OfThread;
        var writer = pen.Begin();
        writer.WriteStartObject();
        writer.WriteNumber("accepted"u8, accepted);
        writer.WriteNumber("duplicates"u8, duplicates);
        writer.WriteEndObject();
        return pen.End();
    }
}
