using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;

namespace Bellwether.Learning.TreeExchange;

/// <summary>Brings in models that LightGBM saved as text (<c>booster.save_model("model.txt")</c>, versions v2 to v4 of the format).</summary>
/// <remarks>
/// <para>Values and thresholds are double precision on both sides, so that every value takes the same way and sums are the same up to the
/// order of additions. NaN goes as LightGBM 4 has it: to the default side where the feature had NaN in training, else it counts as zero; with
/// zero_as_missing, zero goes to the default side too; for a category always right.</para>
/// <para>A category is a whole number (LightGBM cuts 3.7 to 3; here it is a category that no split lists). The line pandas_categorical, which
/// maps the values of a pandas column to those numbers, is not read: give the numbers.</para>
/// <para>Forests (boosting=rf) average the leaves, then apply the objective's link; those of format v2 average what the link made of the leaves.</para>
/// <para>For multiclassova the probabilities are divided by their sum here, which LightGBM leaves out; the most probable class is the same.</para>
/// <para>Refused, with a message: linear trees, the objectives cross_entropy_lambda and regression with reg_sqrt, and objectives unknown here. A
/// model of a custom objective (no objective in the file) gives raw sums.</para>
/// </remarks>
public static class LightGbmModel
{
    /// <summary>Reads a model: a <see cref="Trees.TreesModel"/>, or for several classes a <see cref="Trees.TreesClassifier"/>.</summary>
    /// <param name="file">The bytes of the file.</param>
    /// <param name="schema">The schema that the model is to have, matched by name; null to make one of the names in the file.</param>
    /// <exception cref="ModelFormatException">The file is damaged, or says what we cannot; the message names the line.</exception>
    public static IModel Read(ReadOnlyMemory<byte> file, FeatureSchema? schema = null) => new LightGbmReader(new LightGbmLines(file), schema, file.Length).Read();

    /// <summary>Reads a model from where the stream stands to its end.</summary>
    /// <exception cref="ModelFormatException">The file is damaged, or says what we cannot; the message names the line.</exception>
    public static IModel Read(Stream file, FeatureSchema? schema = null) => Read(ForeignFile.Bytes(file), schema);
}
