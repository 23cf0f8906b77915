using Bellwether.Data.Formats;
using Bellwether.Data.Models;
using Bellwether.Data.Training;

namespace Bellwether.Learning.TreeExchange;

/// <summary>Brings in models that XGBoost saved as JSON or UBJSON, and writes boosted trees that XGBoost loads.</summary>
/// <remarks>
/// <para>Checked against XGBoost 1.7.4; reads what is known of the files of 1.0 to 3.x (<c>booster.save_model("model.json")</c> or <c>"model.ubj"</c>) with the
/// boosters gbtree and dart.
/// XGBoost rounds every value to single precision and asks whether it is below the threshold; the thresholds are moved here such that values in
/// double precision take the same way, always. Leaves are added in double precision instead of single: scores differ by what XGBoost rounds, about
/// 1e-7 of their size for a few trees and 1e-6 for hundreds.
/// All trees count, also those after the best iteration of early stopping: <c>predict</c> of the Booster does the same.</para>
/// <para>Missing (NaN) goes where the file says. A category is a whole number: XGBoost cuts 3.7 to 3 and treats -1 as missing, here both are
/// categories that no split lists.</para>
/// <para>Refused, with a message: gblinear, leaves of more than one value, more than one target, and objectives that are not
/// named in XGBoost's documentation up to 3.x.</para>
/// </remarks>
public static class XGBoostModel
{
    /// <summary>Reads a model: a <see cref="Trees.TreesModel"/>, or for multi:softprob and multi:softmax a <see cref="Trees.TreesClassifier"/>.</summary>
    /// <param name="file">The bytes of the file; JSON and UBJSON are told apart by the first two.</param>
    /// <param name="schema">The schema that the model is to have: features are matched by name, or by place where the file has no names. Null
    /// to make one of the names in the file, or f0, f1 and so on.</param>
    /// <exception cref="ModelFormatException">The file is damaged, or says what we cannot; the message names the place.</exception>
    public static IModel Read(ReadOnlyMemory<byte> file, FeatureSchema? schema = null) =>
        new XGBoostReader(IsUbjson(file.Span) ? UbjsonFile.Read(file) : JsonFile.Read(file), schema, file.Length).Read();

    /// <summary>Reads a model from where the stream stands to its end.</summary>
    /// <exception cref="ModelFormatException">The file is damaged, or says what we cannot; the message names the place.</exception>
    public static IModel Read(Stream file, FeatureSchema? schema = null) => Read(ForeignFile.Bytes(file), schema);

    /// <summary>Writes a model as JSON that XGBoost 1.7 and later load.</summary>
    /// <remarks>Thresholds become the least floats above ours: every value that single precision can tell takes the same way, and a value in
    /// double precision takes another only if it lies within half a float step of a threshold. Leaves become floats; where scores start is
    /// added to the first tree.</remarks>
    /// <exception cref="NotSupportedException">XGBoost has no words for the model: it is not made of trees, zero counts as missing, class shares
    /// are averaged, categories are not whole numbers from 0 to 16,777,215, a number exceeds single precision, or a feature name has one of
    /// [ ] &lt;.</exception>
    public static void Write(IModel model, Stream file) => new XGBoostWriter(model).Write(file);

    /// <summary>An object of JSON goes on with a name in quotes, one of UBJSON with the marker of a length.</summary>
    private static bool IsUbjson(ReadOnlySpan<byte> file) =>
        file.Length >= 2 && file[0] == '{' && file[1] is ((byte)'i' or (byte)'U' or (byte)'I' or (byte)'l' or (byte)'L' or (byte)'#' or (byte)'$' or (byte)'N');
}
