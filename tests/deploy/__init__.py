"""What an owner installs, and the commands an owner runs."""
