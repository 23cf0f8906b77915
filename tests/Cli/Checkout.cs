namespace Bellwether.Cli.Tests;

/// <summary>The checkout that the tests run in.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Bellwether.slnx")))
                return folder.FullName;
        throw new InvalidOperationException("The tests must run inside a checkout: no folder above them holds Bellwether.slnx.");
    }
}
