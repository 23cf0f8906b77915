using Bellwether.Cli;
using Bellwether.Gallery;

return await CommandLine.RunAsync(args, SystemGallery.All, Console.Out, Console.Error, !Console.IsErrorRedirected).ConfigureAwait(false);
